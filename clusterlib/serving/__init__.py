"""The apps as one product: start page, rooms of people, cases in and out, and Voila for the workbooks."""
