"""The only readers and writers of what people give: cases as folders and Excel files, checked."""
