"""The stand-in as a process: what it has taken can be counted whoever dies."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from digest.delivering.sendgrid import SendGridCarrier
from digest.model.delivery import Submitted, Uncertain
from tests.builders.handovers import clock, handover

ROOT = Path(__file__).parents[2]


def test_what_was_taken_is_on_the_disk_before_it_is_answered(tmp_path: Path) -> None:
    record = tmp_path / "taken.jsonl"
    command = [
        sys.executable,
        "-m",
        "tests.standins.sendgrid",
        "--record",
        str(record),
        "--fault",
        "2=took-reset",
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = f"http://127.0.0.1:{int(process.stdout.readline())}"
        carrier = SendGridCarrier(api_url=url, api_key="SG.stand-in", timeout_seconds=5.0, clock=clock)
        kinds = [type(carrier.submit(handover(2, attempt=f"a-{number}"))) for number in (1, 2)]
        carrier.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    taken = [json.loads(line) for line in record.read_text().splitlines()]
    assert kinds == [Submitted, Uncertain]
    assert [entry["attempt"] for entry in taken] == ["a-1", "a-2"]
    assert taken[0]["readers"] == ["r000001", "r000002"]
