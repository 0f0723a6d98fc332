"""OpenFisca-core · Variables with vectorised formulas over sections, stages and counties; its figures are float32."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from large.job import CV_LIMITS, INDICATORS, JUNIOR, PRIMARY, Answers, Indicator, Run, Source, read
from large.peers.numpy_hand import Columns, arrays

DAY = "2024"
_ROLE = [{"key": "member", "plural": "members", "label": "", "doc": ""}]
SECTION = Entity("section", "sections", "", "")
STAGE = GroupEntity("county_stage", "county_stages", "", "", _ROLE)
COUNTY = GroupEntity("county", "counties", "", "", _ROLE)
Outputs = dict[str, Any]


def ready(source: Source) -> Run:
    """Making arrays of the table, and the simulation of them, are part of the work."""
    system = TaxBenefitSystem([SECTION, STAGE, COUNTY])
    system.add_variables(*_variables())
    return lambda: judge(system, arrays(read(source)))


def _variables() -> list[type[Variable]]:
    inputs = [_variable(name, float, SECTION) for name in ("pupils", *(i.item for i in INDICATORS))]
    made = [_variable("junior", bool, SECTION), _variable("junior_stage", bool, STAGE), *inputs]
    for i in INDICATORS:
        made += _indicator(i)

    def section_met(section: Any, period: Any) -> Any:
        enough = sum(section(f"{i.id}_met", period).astype(np.int8) for i in INDICATORS)
        floors = np.logical_and.reduce([section(f"{i.id}_floor", period) for i in INDICATORS])
        return (enough == 7) | ((enough == 6) & floors)

    def county_met(county: Any, period: Any) -> Any:
        good = county.sum(county.members("section_met", period) == 0) == 0
        for i in INDICATORS:
            good &= county.sum(~county.members.county_stage(f"B{i.id[1:]}_met", period)) == 0
        return good

    return [*made, _variable("section_met", bool, SECTION, section_met), _variable("met", bool, COUNTY, county_met)]


def _variable(name: str, kind: type, entity: Any, formula: Any = None) -> type[Variable]:
    words = {"value_type": kind, "entity": entity, "definition_period": DateUnit.YEAR}
    return type(name, (Variable,), words | ({"formula": formula} if formula else {}))


def _indicator(i: Indicator) -> list[type[Variable]]:
    """Value, flag, shortfall, floor; then the CV of the stage and its flag."""
    id, number = i.id, i.id[1:]

    def limit(section: Any, period: Any) -> Any:
        return np.where(section("junior", period), np.float32(i.junior), np.float32(i.primary))

    def value(section: Any, period: Any) -> Any:
        return section(i.item, period) * i.per / section("pupils", period)

    def met(section: Any, period: Any) -> Any:
        return section(f"{id}_value", period) >= limit(section, period)

    def floor(section: Any, period: Any) -> Any:
        return section(f"{id}_value", period) >= np.float32(0.85) * limit(section, period)

    def short(section: Any, period: Any) -> Any:
        missing = limit(section, period) * section("pupils", period) / i.per - section(i.item, period)
        return np.where(section(f"{id}_met", period), 0, np.ceil(missing * i.units) / i.units)

    def cv(stage: Any, period: Any) -> Any:
        amount, pupils = (stage.members(name, period) for name in (i.item, "pupils"))
        squares = stage.sum(amount.astype(float) ** 2 / pupils)
        return np.sqrt(np.maximum(stage.sum(pupils) * squares / stage.sum(amount) ** 2 - 1, 0))

    def even(stage: Any, period: Any) -> Any:
        most = np.where(stage("junior_stage", period), float(CV_LIMITS[JUNIOR]), float(CV_LIMITS[PRIMARY]))
        return stage(f"B{number}_value", period) <= most.astype(np.float32)

    return [
        _variable(f"{id}_value", float, SECTION, value),
        _variable(f"{id}_met", bool, SECTION, met),
        _variable(f"{id}_floor", bool, SECTION, floor),
        _variable(f"{id}_short", float, SECTION, short),
        _variable(f"B{number}_value", float, STAGE, cv),
        _variable(f"B{number}_met", bool, STAGE, even),
    ]


def judge(system: TaxBenefitSystem, data: Columns) -> Outputs:
    """A simulation with all sections in it, and every output asked for."""
    county = np.concatenate(([0], np.cumsum(data["county"][1:] != data["county"][:-1])))
    populations = system.instantiate_entities()
    sizes = {"section": len(county), "county_stage": 2 * (int(county[-1]) + 1), "county": int(county[-1]) + 1}
    for key, size in sizes.items():
        populations[key].count, populations[key].ids = size, np.arange(size)
    populations["county"].members_entity_id = county
    populations["county_stage"].members_entity_id = county * 2 + data["junior"]
    simulation = Simulation(system, populations)
    simulation.set_input("junior_stage", DAY, np.arange(sizes["county_stage"]) % 2 == 1)
    for name in ("pupils", "junior", *(i.item for i in INDICATORS)):
        simulation.set_input(name, DAY, data[name])
    names = [f"{i.id}_{part}" for i in INDICATORS for part in ("value", "met", "short")]
    names += [f"B{i.id[1:]}_{part}" for i in INDICATORS for part in ("value", "met")]
    made = {name: simulation.calculate(name, DAY) for name in (*names, "section_met", "met")}
    return made | {"county": data["county"][np.flatnonzero(np.diff(county, prepend=-1))]}


def answers(made: Outputs) -> Answers:
    """The calculated arrays under the names of the job."""
    sections = {name.replace("_", "."): made[name] for name in made if name.startswith("R")}
    codes = pa.array(made["county"]).cast(pa.string())
    keys = {"county": codes.take(pa.array(np.repeat(np.arange(len(codes)), 2)))}
    stages = keys | {"stage": np.tile([PRIMARY, JUNIOR], len(codes))}
    stages |= {name.replace("_", "."): made[name] for name in made if name.startswith("B")}
    counties = {"county": codes, "met": made["met"]}
    return Answers(pa.table(sections | {"met": made["section_met"]}), pa.table(stages), pa.table(counties))
