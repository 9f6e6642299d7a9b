"""For each rule of the review that is judged: tables that trip it, tables that do not, and settings."""

from __future__ import annotations

from typing import Any

Rows = dict[str, list[dict[str, Any]]]


def _many(n: int, **cells: Any) -> list[dict[str, Any]]:
    """n rows; a cell with {i} is numbered."""
    return [
        {k: v.format(i=i) if isinstance(v, str) else v for k, v in cells.items()} for i in range(1, n + 1)
    ]


def _firms(*staff: int) -> Rows:
    rows = _many(len(staff), actor_id="a{i}", name="Firm {i}", type="SME", member="yes", joined="2025-01")
    return {"actors": [row | {"employees": n} for row, n in zip(rows, staff, strict=True)]}


def _people(*rows: dict[str, Any]) -> Rows:
    plain = {"assessment": "neutral", "influence": "low"}
    return {
        "stakeholders": [
            plain | {"id": f"S{i}", "name": f"N{i}"} | row for i, row in enumerate(rows, start=1)
        ]
    }


def _tasks(*rows: dict[str, Any]) -> Rows:
    return {"tasks": [{"no": f"{i}", "task": f"Task {i}"} | row for i, row in enumerate(rows, start=1)]}


def _line(id_: str, kind: str, category: str, amount: float, **more: Any) -> dict[str, Any]:
    plain = {"recurrence": "monthly", "start": "2027-01", "end": "2027-12", "committed": "yes"}
    return {"line_id": id_, "kind": kind, "category": category, "amount": amount} | plain | more


def _goals(n: int, **cells: Any) -> list[dict[str, Any]]:
    return _many(n, id="G{i}", text="Win {i} members by 2028", **cells)


def _indicators(*levels: str, **cells: Any) -> list[dict[str, Any]]:
    return [{"id": f"K{i}", "name": f"K{i}", "level": lv} | cells for i, lv in enumerate(levels, start=1)]


def _answers(yes: int, no: int) -> Rows:
    rows = [{"answered": "yes", "commitment": 3, "benefit": 10.0}] * yes + [{"answered": "no"}] * no
    return {
        "impact_answers": [{"respondent_id": f"m{i}", "period": "2026"} | row for i, row in enumerate(rows)]
    }


_JOBS = {"employment": [{"region": "X", "industry": "C", "year": 2024, "employment": 50, "status": "value"}]}
_NODES = {"nodes": _many(3, node_id="n{i}", name="Link {i}")}
_SWOT = {"swot_items": _many(8, id="s{i}", quadrant="strength", text="Point number {i}")}
_DEMAND = {"demands": [{"item_id": "A", "category": "x", "text": "y"}]}
_DEMANDS = {"demands": [{"item_id": i, "category": "x", "text": f"Demand {i}"} for i in ("A", "B", "C")]}
_COUNTS = {
    "vote_counts": [
        {"item_id": "A", "n1": 0, "n2": 0, "n3": 7},
        {"item_id": "B", "n1": 7, "n2": 0, "n3": 0},
        {"item_id": "C", "n1": 7, "n2": 0, "n3": 0},
    ]
}
_RANKED = _DEMANDS | _COUNTS
_FEES = _line("B1", "in", "membership", 10)
_PUBLIC = _line("B2", "in", "public", 10)
_PAY = _line("B3", "out", "personnel", 5)
_CASH = {"financing.opening_cash": 100.0}
_QUICK = {"impact": 5, "o": 10, "m": 20, "p": 30}
_FIELDS = ("innovation", "training")
_LANES = ("socio-economic", "enabling technology", "development", "effects")


def _votes(people: int) -> Rows:
    return {"votes": _many(people, respondent_id="r{i}", item_id="A", score=3)}


def _cards(*lanes: str) -> Rows:
    return {
        "cards": [
            {"id": f"M{i}", "lane": lane, "text": lane, "start": "2027"} for i, lane in enumerate(lanes)
        ]
    }


_ACTION = {
    "recommendations": [{"id": "R", "text": "Act", "because": "M0", "addressee": "x", "due": "2027-05-01"}]
}
_WATCH = {"trends": [{"id": "T1", "name": "Rain"}]}
_STRONG = {"trend_votes": _many(3, trend_id="T1", respondent_id="r{i}", impact=5, certainty=5)}
_CHAIN = {"indicators": _indicators("input", "output", "outcome")}
_STEPS = [{"from": "K1", "to": "K2"}, {"from": "K2", "to": "K3"}]
_SEEN = {"indicators": _indicators("outcome", frequency="yearly", baseline=1.0, baseline_period="2021")}


def _observed(*years: int) -> Rows:
    return {"observations": [{"indicator_id": "K1", "period": str(y), "value": 1.0} for y in years]}


def _checks(list_id: str, **cells: Any) -> Rows:
    return {"checks": [{"list_id": list_id, "item_id": "trust"} | cells]}


def _clauses(*names: str) -> Rows:
    return {"checks": [{"list_id": "agreement", "item_id": n, "status": "met"} for n in names]}


def _body(type_: str, **cells: Any) -> Rows:
    return {"bodies": [{"body": "K", "type": type_} | cells]}


def _skills(*rows: tuple[str, str, float, str]) -> Rows:
    names = ("person", "skill", "score", "skill_kind")
    return {"skills": [dict(zip(names, row, strict=True)) for row in rows]}


def _service(**cells: Any) -> Rows:
    return {"services": [{"id": "V1", "name": "Joint development", "status": "running"} | cells]}


def _span(table: str, start: str, end: str, **cells: Any) -> Rows:
    return {table: [{"id": "P1", "start": start, "end": end} | cells]}


def _program(start: str, end: str) -> Rows:
    return _span("instruments", start, end, text="Vouchers", level="actors")


def _levels(*levels: str) -> Rows:
    return {"instruments": [{"id": f"N{i}", "text": "x", "level": lv} for i, lv in enumerate(levels)]}


def _benefits(*guests: str) -> Rows:
    rows = enumerate(guests)
    return {
        "member_benefits": [
            {"id": f"b{i}", "text": "x", "for_members": "full", "for_guests": g} for i, g in rows
        ]
    }


def _called_on(*days: str) -> Rows:
    plain = {"purpose": "care", "retain_until": "2028-01-01"}
    return _firms(5, 5) | {
        "contacts": [{"actor_id": f"a{i}", "date": d} | plain for i, d in enumerate(days, start=1)]
    }


def _missions(*rows: tuple[str, str]) -> Rows:
    return {
        "missions": [
            {"id": f"X{i}", "mission_phase": phase, "partner": "Q", "date": day}
            for i, (phase, day) in enumerate(rows)
        ]
    }


_GAP = {"white_spots": [{"node_id": "raw", "state": "white spot"}]}
_OPEN = {"service_answers": [{"respondent_id": f"r{i}", "service_id": "V1", "openness": n}
                             for i, n in enumerate((5, 4, 2, 2, 1))]}  # fmt: skip
_STAKES = {"service_id": "V1", "gain": 20, "cost_points": 4, "loss": 10, "temptation": 12}
_MILD = {"service_id": "V1", "gain": 3, "cost_points": 1, "loss": 0, "temptation": 0.5}
_DEAR = {"effort": "high", "relevance": "high"}
_CORNERS = {
    "corners": [{"cluster": "K1", "tag": "food", "score": 3}, {"cluster": "K2", "tag": "ICT", "score": 2}]
}


def _idea(tags: str) -> Rows:
    return _CORNERS | {
        "ideas": [{"id": "X1", "text": "Cold chain", "corner_a": "K1", "corner_b": "K2", "tags": tags}]
    }


def _lead(**cells: Any) -> Rows:
    return {"leads": [{"id": "L1", "name": "Firm", "stage": "contacted"} | cells]}


_CLAUSES = ("II.B", "III.A", "III.B", "III.C", "IV.A", "V.A", "V.B", "VII.A", "VIII.A", "IX", "XIII.A")
_GROWN = {"phase": "transformation"}
_ESTABLISHED = {"phase": "establishment"}
_OLD = {"founded": "2018-01", "as_of": "2026-01-31"}

#: rule -> tables that trip it, tables that do not, settings of both.
CASES: dict[str, tuple[Rows, Rows, dict[str, Any]]] = {
    "R01": (
        _people({"type": "SME"}) | {"budget_lines": [_PUBLIC]},
        _people({"type": "SME", "assessment": "positive", "measure": "lead"}) | {"budget_lines": [_FEES]},
        {"instigator": "policy"},
    ),
    "R02": (_firms(*[5] * 6), _firms(*[5] * 15), {}),
    "R03": (_JOBS, _NODES | _SWOT, {}),
    "R04": (_JOBS, _JOBS | _DEMAND, {}),
    "R05": (_firms(900, 60, 40), _firms(300, 250, 240), {}),
    "R06": (_GAP | _lead(because="tools"), _GAP | _lead(because="raw"), {}),
    "R07": (
        _people({"type": "SME"}, {"type": "ministry"}),
        _people({"type": "SME"}, {"type": "association"}),
        {},
    ),
    "R08": (
        _people({"assessment": "critical", "influence": "high", "measure": "meet"}),
        _people({"assessment": "critical", "influence": "high", "measure": "meet", "owner": "Awa"}),
        {},
    ),
    "R09": (_people(*[{}] * 5), _people(*[{}] * 4, {"assessment": "critical"}), {}),
    "R10": (
        _people({"type": "SME", "influence": "high"}, {"type": "research", "influence": "high"}),
        _people({"type": "SME", "influence": "high"}, {"type": "agency", "influence": "medium"}),
        {},
    ),
    "R11": (
        _firms(5) | _lead(stage="lost"),
        _firms(5) | _lead(stage="contacted"),
        {"founded": "2023-01", "as_of": "2026-11-01"},
    ),
    "R12": (
        _DEMANDS | _votes(2) | _people({"influence": "high"}),
        _DEMANDS | _votes(7) | _people({"influence": "high"}),
        {},
    ),
    "R13": (_RANKED | {"goals": _goals(1, because="B;C")}, _RANKED | {"goals": _goals(1, because="A")}, {}),
    "R14": (_DEMANDS | {"goals": _goals(1)}, _DEMANDS | {"goals": _goals(1, because="A")}, {}),
    "R15": (
        {"goals": _goals(1), "indicators": _indicators("outcome", because="G1")},
        {
            "goals": _goals(1),
            "indicators": _indicators(
                "outcome",
                because="G1",
                unit="firms",
                baseline=1.0,
                target=5.0,
                baseline_period="2025",
                data_source="list",
            ),
        },
        {},
    ),
    "R16": (
        {"goals": [g | {"field": _FIELDS[i % 2]} for i, g in enumerate(_goals(8))]},
        {"goals": [g | {"field": _FIELDS[i % 2]} for i, g in enumerate(_goals(3))]},
        {},
    ),
    "R17": (
        {"goals": _goals(3, outcome="actors")},
        {"goals": [g | {"outcome": side} for g, side in zip(_goals(2), ("actors", "cluster"), strict=True)]},
        {},
    ),
    "R18": (_tasks({}), _tasks({"because": "G1"}), {}),
    "R19": (
        {"goals": _goals(1), "budget_lines": [_PAY]},
        {"goals": _goals(1), "budget_lines": [_PAY | {"because": "G1"}, _FEES]},
        {},
    ),
    "R20": (
        _checks("prerequisites", status="not met"),
        _checks("prerequisites", status="not met", measure="join the neighbours", owner="Awa"),
        {},
    ),
    "R21": (
        _checks("obstacles", status="present"),
        _checks("obstacles", status="present", measure="visits"),
        {},
    ),
    "R22": (
        _checks("success", status="met"),
        _checks("success", status="met", evidence="minutes of May"),
        {},
    ),
    "R23": (
        {"strategy_tree": [{"id": "O", "level": "objective", "text": "o"}]},
        {
            "strategy_tree": [
                {"id": "V", "level": "vision", "text": "v"},
                {"id": "O", "level": "objective", "text": "o", "parent_id": "V"},
            ]
        },
        {},
    ),
    "R24": (
        _tasks({"impact": 5, "o": 90, "m": 120, "p": 150, "start_on": "2027-01-04"}),
        _tasks(_QUICK | {"start_on": "2027-01-04"}),
        {},
    ),
    "R25": (
        _tasks({"deadline": "2027-02-01", "status": "open"}),
        _tasks({"deadline": "2027-02-01", "status": "open", "responsible": "Awa"}),
        {},
    ),
    "R26": (
        _tasks(*[{"responsible": name} for name in ("Awa", "Awa", "Awa", "Awa", "Ben", "Ben")]),
        _tasks(*[{"responsible": name} for name in ("Awa", "Ben", "Cas", "Awa", "Dia")]),
        {},
    ),
    "R27": (_tasks({"o": 100, "m": 120, "p": 160}), _tasks({"o": 10, "m": 12, "p": 20}), {}),
    "R28": (_tasks(*[{}] * 6), _tasks(*[{}] * 5, {"milestone": "yes"}), {}),
    "R29": (
        _tasks({"deadline": "2027-02-01", "status": "open"}, {"deadline": "2027-03-01", "status": "done"}),
        _tasks({"deadline": "2027-02-01", "status": "done"}, {"deadline": "2027-09-01", "status": "open"}),
        {"as_of": "2027-06-30"},
    ),
    "R30": ({"budget_lines": [_PAY | {"amount": 50}]}, {"budget_lines": [_PAY, _FEES]}, _CASH),
    "R31": (
        {"budget_lines": [_PAY | {"amount": 20}, _FEES | {"amount": 20, "committed": "no"}]},
        {"budget_lines": [_PAY | {"amount": 20}, _FEES | {"amount": 20}]},
        _CASH,
    ),
    "R32": (
        {"budget_lines": [_PAY]},
        {"budget_lines": [_PAY, _line("B4", "out", "start-up", 5)]},
        {"phase": "establishment"},
    ),
    "R33": (
        {"budget_lines": [_PUBLIC | {"amount": 80}, _FEES | {"amount": 20}]},
        {"budget_lines": [_PUBLIC | {"amount": 55}, _FEES | {"amount": 45}]},
        {},
    ),
    "R34": (
        {"budget_lines": [_FEES]},
        {"budget_lines": [_FEES | {"amount": 75}, _PUBLIC | {"amount": 25}]},
        {},
    ),
    "R35": (
        {"budget_lines": [_line("B5", "in", "services", 60), _FEES | {"amount": 40}]},
        {"budget_lines": [_line("B5", "in", "services", 20), _FEES | {"amount": 80}]},
        {"legal_form": "association"},
    ),
    "R36": (_body("office"), _body("board"), _ESTABLISHED),
    "R37": (_body("board", meetings_per_year=1), _body("board", meetings_per_year=4), {}),
    "R38": (_body("board", seats=7, private_seats=2), _body("board", seats=7, private_seats=5), {}),
    "R39": (
        {"raci": [{"process": "fees", "person": "office", "role": "responsible"}]},
        {
            "raci": [
                {"process": "fees", "person": "office", "role": "responsible"},
                {"process": "fees", "person": "board", "role": "accountable"},
            ]
        },
        {},
    ),
    "R40": ({"staff": [{"person": "A", "fte": 0.2}]}, {"staff": [{"person": "A", "fte": 1}]}, _ESTABLISHED),
    "R41": (
        _skills(("A", "projects", 4, "technical"), ("B", "projects", 1, "technical")),
        _skills(("A", "projects", 4, "technical"), ("B", "projects", 3, "technical")),
        {},
    ),
    "R42": (
        _skills(("A", "s", 4, "technical"), ("A", "t", 1, "social"), ("A", "u", 2, "management")),
        _skills(("A", "s", 3, "technical"), ("A", "t", 3, "social"), ("A", "u", 3, "management")),
        {},
    ),
    "R43": (_clauses(*_CLAUSES[:-1]), _clauses(*_CLAUSES), {}),
    "R44": (
        _service() | _OPEN | {"trust_games": [_STAKES]},
        _service() | _OPEN | {"trust_games": [_MILD]},
        {},
    ),
    "R45": (_RANKED | _service(), _RANKED | _service(because="A"), {}),
    "R46": (
        _service(**_DEAR),
        _service(**_DEAR)
        | {
            "service_answers": [
                {"respondent_id": "r", "service_id": "V1", "effort": "low", "relevance": "high"}
            ]
        },
        {},
    ),
    "R47": (
        {"indicators": _indicators("output", "impact")},
        {"indicators": _indicators("output", "outcome")},
        {},
    ),
    "R48": (
        {"indicators": _indicators("outcome", baseline=5.0, baseline_period="2025-06")},
        {"indicators": _indicators("outcome", baseline=5.0, baseline_period="2024-03")},
        {"founded": "2024-01"},
    ),
    "R49": (_CHAIN | {"chain_links": _STEPS[:1]}, _CHAIN | {"chain_links": _STEPS}, {}),
    "R50": (
        {"budget_lines": [_PUBLIC | {"end": "2028-12"}, _FEES | {"end": "2028-12"}]},
        {"budget_lines": [_PUBLIC | {"end": "2028-12"}, _FEES | {"start": "2028-01", "end": "2028-12"}]},
        {"founded": "2020-01", "as_of": "2027-01-31"},
    ),
    "R51": (
        {"projects": [{"id": "P1", "name": "Study", "project_type": "funded", "members": 0}]},
        {"projects": [{"id": "P1", "name": "Study", "project_type": "funded", "members": 6}]},
        {},
    ),
    "R52": (_service(**_DEAR, payment="free"), _service(**_DEAR, payment="charged", price=10), {}),
    "R53": (_answers(6, 4), _answers(7, 3), {}),
    "R54": (_SEEN | _observed(2021), _SEEN | _observed(2021, 2022, 2023, 2024), {"as_of": "2025-01-31"}),
    "R55": (
        {
            "chain_links": [{"from": "K1", "to": "K2", "hypothesis": "h", "agreed_on": "2026-05-01"}],
            "indicators": _indicators("output", "outcome"),
            "observations": [{"indicator_id": "K2", "period": p, "value": 1.0} for p in ("2024", "2025")],
        },
        {
            "chain_links": [{"from": "K1", "to": "K2", "hypothesis": "h", "agreed_on": "2023-11-01"}],
            "indicators": _indicators("output", "outcome"),
            "observations": [{"indicator_id": "K2", "period": p, "value": 1.0} for p in ("2024", "2025")],
        },
        {},
    ),
    "R56": (_benefits("full", "none", "partial"), _benefits("none", "none", "full"), {}),
    "R57": (_called_on("2026-10-01"), _called_on("2026-10-01", "2026-09-01"), {"as_of": "2026-11-01"}),
    "R58": ({}, {}, {"strategy_date": "2019-01"}),
    "R59": (
        {"strategy_items": [{"version": "new", "id": "F3", "field": "export", "change": "new"}]},
        {
            "strategy_items": [
                {"version": "new", "id": "F3", "field": "export", "change": "new", "because": "D4"}
            ]
        },
        {},
    ),
    "R60": (
        {},
        {"evaluations": [{"id": "E1", "evaluation_type": "external", "date": "2023-01-31"}]},
        _OLD,
    ),
    "R61": (
        {"indicators": _indicators("output", ecei_id="CR-7")},
        {"indicators": _indicators("output", ecei_id="CR-5")},
        {},
    ),
    "R62": (
        {},
        {
            "assessments": [
                {"list_id": "quality", "item_id": "1", "respondent_id": "A", "date": "2026-01-01", "score": 3}
            ],
            "peers": [{"cluster": "P", "item_id": "1", "value": 2}],
        },
        _GROWN,
    ),
    "R63": (
        _firms(5),
        {"actors": [{"actor_id": "q", "name": "Q", "type": "cluster organisation", "local": "no"}]},
        _GROWN,
    ),
    "R64": (
        _WATCH | _STRONG | _cards("effects"),
        _WATCH | _STRONG | {"cards": [_cards("effects")["cards"][0] | {"because": "T1"}]},
        {},
    ),
    "R65": (_cards(*_LANES[2:]) | _ACTION, _cards(*_LANES) | _ACTION, {}),
    "R66": (_idea("biotech"), _idea("food;ICT"), {}),
    "R67": (
        _missions(("pilot", "2026-05-01")),
        _missions(("trust", "2025-11-01"), ("pilot", "2026-05-01")),
        {},
    ),
    "R68": (
        _span("partnerships", "2026-01", "2026-12", partner="Q"),
        _span("partnerships", "2026-01", "2028-12", partner="Q"),
        {},
    ),
    "R69": (_program("2025-01", "2027-06"), _program("2025-01", "2029-12"), {}),
    "R70": (_levels("organisation"), _levels("organisation", "actors", "framework"), {}),
    "R71": (_checks("policy", status="violated"), _checks("policy", status="respected"), {}),
    "R72": (
        {"instruments": [{"id": "N1", "text": "x", "level": "actors", "policy_stage": "mature"}]},
        {"instruments": [{"id": "N1", "text": "x", "level": "actors", "policy_stage": "immature"}]},
        {"phase": "initiation"},
    ),
}
