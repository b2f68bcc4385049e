from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.demands import demands, trace, uncovered
from core.problem import Problem
from core.project import Source
from tests.fakes import parameter, spec, subtask

HAR = Problem.from_text(
    """Given the WiFi data set, write some Python code to perform human activity recognition. First split the data set
into 'train' and 'test' parts. Then, train a model and report the accuracy. I need to deploy it on a Jetson Nano.

Code Input
1. data_path (str): path of the data set
Code Output Format
The average recognition accuracy: 91%
Remarks
The data set is a NumPy array with 15 activities. The GPU memory should not exceed 50 MB."""
)


def texts(problem: Problem) -> list[str]:
    return [demand.text for demand in demands(problem)]


def test_each_clause_that_asks_for_something_is_one_demand() -> None:
    assert texts(HAR) == [
        "perform human activity recognition",
        "split the data set into 'train' and 'test' parts",
        "train a model",
        "report the accuracy",
        "deploy it on a Jetson Nano",
        "The GPU memory should not exceed 50 MB.",
        "data_path (str): path of the data set",
        "The average recognition accuracy: 91%",
    ]


def test_what_only_describes_the_data_is_no_demand() -> None:
    assert not any("15 activities" in text for text in texts(HAR))


def test_a_statement_in_chinese_is_split_at_its_own_marks() -> None:
    assert len(texts(Problem.from_text("先把数据分成训练集和测试集，然后输出准确率。内存不超过50 MB。"))) == 3


@given(st.text(min_size=1, max_size=300).filter(str.strip))
def test_every_problem_has_numbered_demands_or_no_word(text: str) -> None:
    found = demands(Problem(text))
    assert [demand.number for demand in found] == list(range(1, len(found) + 1))


def test_a_demand_is_traced_to_the_field_that_speaks_of_it() -> None:
    split = subtask(
        1,
        spec=spec([parameter("data_path", "str")], [parameter("train_set"), parameter("test_set")]),
        sources={"data_path": Source("problem", "data_path")},
    )
    score = subtask(2, 1, spec=spec([], [parameter("accuracy", "float", "average recognition accuracy")]))
    found = {t.demand: (t.subtask, t.place) for t in trace(HAR, [split, score])}
    assert found["split the data set into 'train' and 'test' parts"] == (1, "output train_set")
    assert found["deploy it on a Jetson Nano"] == (0, "")
    assert found["report the accuracy"][0] == 2
    assert found["data_path (str): path of the data set"] == (1, "input data_path")
    assert found["The average recognition accuracy: 91%"] == (2, "output accuracy")


def test_a_limit_counts_only_where_its_number_stands() -> None:
    limit = "The GPU memory should not exceed 50 MB."
    silent = subtask(1, spec=spec([], [parameter("model", "object", "GPU memory must not exceed the limit")]))
    spoken = subtask(1, spec=spec([], [parameter("model", "object", "GPU memory must not exceed 50 MB")]))
    assert any(limit in demand for demand in uncovered(trace(HAR, [silent])))
    assert not any(limit in demand for demand in uncovered(trace(HAR, [spoken])))
