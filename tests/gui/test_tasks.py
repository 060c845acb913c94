import logging
import threading

from fillbook.domain.errors import Refused
from fillbook.gui.tasks import Tasks


def test_work_runs_elsewhere_and_its_result_arrives_here(qtbot):
    tasks = Tasks()
    heard: list[tuple[int, int]] = []

    tasks.run(threading.get_ident, lambda worker: heard.append((worker, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(heard))

    worker, here = heard[0]
    assert here == threading.get_ident() != worker
    tasks.close()


def test_writes_keep_their_order(qtbot):
    tasks, written, heard = Tasks(), [], []

    for number in range(20):
        tasks.write(lambda number=number: written.append(number), heard.append)
    qtbot.waitUntil(lambda: len(heard) == 20)

    assert written == list(range(20))
    tasks.close()


def test_a_refusal_goes_to_whoever_asked_and_else_to_the_window(qtbot):
    tasks, asked, window = Tasks(), [], []
    tasks.failed.connect(window.append)

    def refuse() -> None:
        raise Refused("No.", "Try again.")

    tasks.run(refuse, failed=asked.append)
    tasks.run(refuse)
    qtbot.waitUntil(lambda: bool(asked and window))

    assert asked[0].title == window[0].title == "No."
    tasks.close()


def test_a_fault_of_ours_is_logged_and_told_once(qtbot, caplog):
    tasks, told = Tasks(), []
    tasks.broken.connect(told.append)

    with caplog.at_level(logging.ERROR):
        tasks.run(lambda: 1 // 0)
        qtbot.waitUntil(lambda: bool(told))

    assert told == ["ZeroDivisionError: integer division or modulo by zero"]
    assert "Traceback" in caplog.text
    tasks.close()


def test_closing_waits_for_what_is_being_written(qtbot):
    tasks, written = Tasks(), []
    begun = threading.Event()

    def write() -> None:
        begun.set()
        threading.Event().wait(0.05)
        written.append(True)

    tasks.write(write)
    begun.wait(5)
    tasks.close()

    assert written == [True]
