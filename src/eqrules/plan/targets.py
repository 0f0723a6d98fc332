"""目标 · What a set of counties shall reach by a year, and when each county is due."""

from pydantic import Field

from eqrules.plan.about import About
from eqrules.plan.expressions import Node
from eqrules.plan.limits import Limit


class Target(Node):
    """By the end of `year`, the share of counties that meet `conclusion` meets `limit`.

    `within`: which counties, in words. `counties`: how many there are in all, 0 where nobody says.
    """

    id: str
    year: int
    within: str = ""
    counties: int = 0
    conclusion: str
    limit: Limit
    decides: bool = True
    about: About = Field(default_factory=About)


class Due(Node):
    """One county of a schedule: it meets `conclusion` by the end of `year`. Known by `county`, else by `name`."""

    county: str = ""
    name: str
    year: int
    conclusion: str
    about: About = Field(default_factory=About)
