"""The words of the live page fit the pipeline."""

from types import SimpleNamespace

from django.utils import translation

from ingest.parsers.file_type import SourceKind
from ingest.pipeline.pipeline import PIPELINE
from ingest.uploads.progress import BOOK_STEPS, RECORDING_STEPS, STEPS


def test_every_step_has_words_in_both_languages_in_the_order_of_the_pipeline() -> None:
    assert list(STEPS) == [step.name for step in PIPELINE]
    for language in ("vi", "en"):
        with translation.override(language):
            assert len({str(label) for label in STEPS.values()}) == len(STEPS)
    with translation.override("vi"):
        vietnamese = [str(label) for label in STEPS.values()]
    with translation.override("en"):
        assert not set(vietnamese) & {str(label) for label in STEPS.values()}


def test_steps_that_apply_to_one_kind_of_source_are_hidden_from_the_other() -> None:
    book, recording = SimpleNamespace(source=SourceKind.PDF), SimpleNamespace(source=SourceKind.RECORDING)
    assert {step.name for step in PIPELINE if not step.applies_to(recording)} == BOOK_STEPS
    assert {step.name for step in PIPELINE if not step.applies_to(book)} <= RECORDING_STEPS
