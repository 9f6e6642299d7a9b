"""How to treat each stakeholder: power against interest (Mendelow), and whose claim counts (Mitchell)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from clusterlib.faults import DomainError
from clusterlib.stakeholder_analysis.stakeholders import Stakeholders

Field = Literal["manage closely", "keep satisfied", "keep informed", "monitor"]
#: Class of a claim by its power, legitimacy and urgency.
CLAIMS = {
    (True, True, True): "definitive",
    (True, True, False): "dominant",
    (True, False, True): "dangerous",
    (False, True, True): "dependent",
    (True, False, False): "dormant",
    (False, True, False): "discretionary",
    (False, False, True): "demanding",
    (False, False, False): "none",
}
RATINGS = ("power", "interest", "legitimacy", "urgency")


@dataclass(frozen=True, slots=True)
class Power:
    """Stakeholders by power and interest, and by the claim they have.

    Attributes
    ----------
    table : DataFrame
        The rows of the queue, in its order, plus field (None without power or interest), borderline (power or
        interest so close to the threshold that the field may be another) and claim (None if one of power,
        legitimacy and urgency is blank).
    threshold : float
        From this rating on power and interest are high (1 to 5).
    """

    table: pd.DataFrame
    threshold: float

    @property
    def rated(self) -> pd.DataFrame:
        """Rows with a field."""
        return self.table[self.table["field"].notna()]

    def of(self, field: Field) -> pd.DataFrame:
        """Rows in one field."""
        return self.table[self.table["field"] == field]


def field_of(power: float, interest: float, *, threshold: float = 3) -> Field:
    """Treatment that belongs to one pair of ratings.

    Examples
    --------
    >>> field_of(5, 2), field_of(3, 3), field_of(2, 4), field_of(1, 1)
    ('keep satisfied', 'manage closely', 'keep informed', 'monitor')
    """
    if power >= threshold:
        return "manage closely" if interest >= threshold else "keep satisfied"
    return "keep informed" if interest >= threshold else "monitor"


def place(
    result: Stakeholders, *, threshold: float = 3, border: float = 0.5, attribute_from: float = 3
) -> Power:
    """Put each rated stakeholder into its field and its class of claim.

    Parameters
    ----------
    result : Stakeholders
        Result of `stakeholders.analyse`; its table holds power, interest, legitimacy and urgency (1 to 5).
    threshold : float
        From this rating on power or interest is high.
    border : float
        A rating at most this far from the threshold makes the field doubtful.
    attribute_from : float
        From this rating on a stakeholder has power, legitimacy or urgency.

    Returns
    -------
    Power

    Raises
    ------
    DomainError
        A rating outside 1 to 5.
    """
    table = result.table.copy()
    for column in RATINGS:
        there = table[column] if column in table else pd.Series(None, index=table.index, dtype="object")
        table[column] = pd.to_numeric(there).astype("float64")
        wrong = table.loc[table[column].notna() & ~table[column].between(1, 5), "name"]
        if len(wrong):
            raise DomainError(f"stakeholders, {wrong.iloc[0]}, column {column}: ratings go from 1 to 5.")
    placed = table["power"].notna() & table["interest"].notna()
    fields = [
        field_of(p, i, threshold=threshold) if known else None
        for p, i, known in zip(table["power"], table["interest"], placed, strict=True)
    ]
    table["field"] = pd.Series(fields, index=table.index, dtype="object")
    near = (table[["power", "interest"]] - threshold).abs() <= border
    table["borderline"] = placed & near.any(axis=1)
    claim = table[["power", "legitimacy", "urgency"]]
    has, known = claim >= attribute_from, claim.notna().all(axis=1)
    words = [CLAIMS[(bool(p), bool(r), bool(u))] for p, r, u in has.itertuples(index=False)]
    table["claim"] = pd.Series(words, index=table.index, dtype="object").where(known, None)
    return Power(table, threshold)
