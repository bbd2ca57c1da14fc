"""The pipeline lists each file of the folder `steps` once."""

from pathlib import Path

from ingest.pipeline import pipeline
from ingest.pipeline.pipeline import PIPELINE
from ingest.states import UploadQueue


def test_each_file_of_steps_is_one_step_of_the_same_name() -> None:
    folder = Path(pipeline.__file__).with_name("steps")
    files = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    names = [step.name for step in PIPELINE]
    assert len(names) == len(set(names))
    assert set(names) == files
    assert all(step.run.__module__ == f"ingest.pipeline.steps.{step.name}" for step in PIPELINE)
    assert all(step.queue in UploadQueue.values for step in PIPELINE)
