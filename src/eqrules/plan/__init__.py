"""所算 · As run: a plan is self-contained, frozen, serialisable and hashed."""

from eqrules.plan.plan import Plan

__all__ = ["Plan"]
