"""标点 · Words for people, typed one way and written another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eqrules.syntax.punctuation import canonical

CASES = {
    "第六条(一)": "第六条\uff08一\uff09",
    "第六条(1)": "第六条\uff081\uff09",
    "R1(a)": "R1(a)",
    "教育局,人社局;财政局": "教育局\uff0c人社局\uff1b财政局",
    "小学\u2236初中\uff1d1\u22361.1": "小学\u2236初中=1\u22361.1",
    "师生比17:1": "师生比17:1",
    "满分 100\uff0c85 分以上": "满分 100\uff0c85 分以上",
    "\uff14\uff0e\uff12以上\uff0c\uff18\uff15\uff05": "4.2以上\uff0c85%",
    "Art. 6 \uff08a\uff09\uff0c para 2": "Art. 6 (a), para 2",
    "甲(乙(丙)": "甲(乙\uff08丙\uff09",
    "名称\u3000带空格": "名称 带空格",
    "①㎡Ⅲ\u2026": "①㎡Ⅲ\u2026",
}


@pytest.mark.parametrize("typed", CASES)
def test_written(typed: str) -> None:
    assert canonical(typed) == CASES[typed]


@given(st.text("甲乙a1 ,;:?!()\uff0c\uff1b\uff1a\uff08\uff09\uff11\u3000、\u201c%.-", max_size=14))
def test_the_second_time_changes_nothing(typed: str) -> None:
    assert canonical(canonical(typed.strip())) == canonical(typed.strip())
