"""`python -m huifang.new_playbook`: a skeleton whose gaps the checker names, whole once they are filled."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from huifang.new_playbook.skeleton import CannotBegin, names_of, write
from workflows.parts.customer_call import CustomerCalls
from workflows.parts.ticket import Ticket

ROOT = Path(__file__).parents[2]
_ROOMS = (
    "activities", "api", "domain", "gateways", "huifang", "roster", "sandbox", "services", "store", "texts",
    "vault", "workflows",
)  # fmt: skip

_GAPS = {
    "by=()": 'by=("agent",)',
    "works=(), eases=()": "works=OFFICE, eases=EASERS",
    "concerns=None": "concerns=()",
    "cancel=None": "cancel=cancelling(EASERS)",
    "import Playbook, act, stage\n": "import EASERS, OFFICE, Playbook, act, cancelling, stage\n",
    'says="",': 'says="Somebody comes and looks.",',
    "        (),\n": '        (Rung("overdue", timedelta(), "shift_lead", "voice-site-visit-overdue"),),\n',
    "import PromisePolicy\n": "import PromisePolicy, Rung\n",
}
_TEXTS = (
    "stage-site-visit-open", "stage-site-visit-done", "act-site-visit-finish", "reason-site-visit-finished",
    "site-visit-summary", "promise-site-visit-done", "rung-site-visit-overdue", "voice-site-visit-overdue",
    "sms-site-visit-overdue", "call-about-site-visit-finished",
)  # fmt: skip


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy to write into."""
    for room in _ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests" / "playbooks").mkdir(parents=True)
    return tmp_path


def asked(checkout: Path, *command: str) -> tuple[int, str]:
    done = subprocess.run(
        (sys.executable, *command),
        cwd=checkout,
        env={"PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_checker_names_the_gaps_and_is_content_once_they_are_filled(checkout: Path) -> None:
    written = [str(file.relative_to(checkout)) for file in write(checkout, names_of("site_visit"))]
    assert len(written) == 6
    code, said = asked(checkout, "-m", "huifang.run.playbook_checks")
    assert code == 1
    for gap in (
        "act finish: say in `by` who may do it",
        "act withdraw: say in `by` who may do it",
        "act move_due: say in `by` who may do it",
        "say in `concerns` whom of the company it is about",
        "say in `cancel` who may cancel it",
        "promise done has no ladder",
        "say in `says` what happens at once",
        "text stage-site-visit-open is missing in zh-CN",
        "text site-visit-summary is missing in en",
    ):
        assert gap in said, said
    declaration = checkout / "domain/playbooks/site_visit.py"
    content = declaration.read_text("utf-8")
    for gap, filled in _GAPS.items():
        assert gap in content, gap
        content = content.replace(gap, filled)
    declaration.write_text(content, "utf-8")
    for locale in ("zh-CN", "en"):
        file = checkout / f"texts/{locale}/playbooks/site_visit.ftl"
        file.write_text("".join(f"{key} = 上门查看 visit\n" for key in _TEXTS), "utf-8")
    code, said = asked(checkout, "-m", "huifang.run.playbook_checks")
    assert (code, said.strip()) == (0, "8 playbooks are whole")
    workflow = (checkout / "workflows/site_visit.py").read_text("utf-8")
    ticket = (ROOT / "workflows/parts/ticket.py").read_text("utf-8")
    known = {*dir(Ticket), *re.findall(r"self\.(\w+)[:,= ]", ticket)}
    assert set(re.findall(r"self\.(\w+)", workflow)) <= known
    assert set(re.findall(r"self\.customer\.(\w+)", workflow)) <= set(dir(CustomerCalls))
    code, said = asked(
        checkout, "-c", "from api.app import all_routes; print([r.path for r in all_routes()])"
    )
    assert code == 0 and "'/site-visits'" in said and ":finish'" in said, said


def test_what_is_there_is_not_written_over(checkout: Path) -> None:
    (checkout / "workflows/site_visit.py").write_text("")
    registry = (checkout / "domain/playbooks/registry.py").read_text("utf-8")
    with pytest.raises(CannotBegin, match=r"workflows/site_visit\.py: there already"):
        write(checkout, names_of("site_visit"))
    assert (checkout / "domain/playbooks/registry.py").read_text("utf-8") == registry
    assert not (checkout / "domain/playbooks/site_visit.py").exists()


@pytest.mark.parametrize("name", ["SiteVisit", "site-visit", "", "repair", "1st"])
def test_a_name_that_does_not_do_is_refused(name: str) -> None:
    with pytest.raises(CannotBegin):
        names_of(name)


def test_a_letter_that_is_free_is_taken() -> None:
    assert names_of("site_visit").letter == "S"
    assert names_of("ball").letter == "A"  # B is the complaint's
