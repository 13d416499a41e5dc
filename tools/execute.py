"""Executes one notebook through the real kernel: execute.py SOURCE TARGET FOLDER.

Tells of each step by a line of JSON on standard output. TARGET is written in any case; the exit code is 0 only
if every cell ran (a cell tagged raises-exception may fail).
"""

import glob
import json
import os
import resource
import sys
import threading
import time

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbclient.util import run_sync

KERNEL = "tslab"


def tell(**event):
    print(json.dumps(event), flush=True)


def end_with_parent():
    """A runner that is killed cannot stop this process; the kernel watches this process in its turn."""
    parent = os.getppid()

    def watch():
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def read(path):
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except Exception as error:  # nbformat lets errors of several libraries through
        first = str(error).strip().splitlines()[0]
        raise SystemExit(
            f"{path} is not a valid notebook: {first}; restore it with git or repair its JSON"
        )
    return notebook


def clean(notebook):
    """Leaves what depends on the cells alone, so that the same results are the same bytes."""
    spec = {"display_name": "TypeScript", "language": "typescript", "name": KERNEL}
    notebook.metadata = {"kernelspec": spec, "language_info": notebook.metadata.language_info}
    notebook.nbformat_minor = 5
    for index, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags")
        cell.metadata = {"tags": tags} if tags else {}
        cell.setdefault("id", f"cell-{index:02d}")
        if cell.cell_type == "code":
            cell.outputs = joined(cell.outputs)


def joined(outputs):
    """Consecutive pieces of one stream as one output."""
    result = []
    for output in outputs:
        last = result[-1] if result else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            result.append(output)
    return result


def write(notebook, path):
    """As nbformat does, but a figure's spec on one line instead of a line for each of its numbers."""
    specs = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            for kind, value in output.get("data", {}).items():
                if kind.endswith("+json"):
                    output.data[kind] = f"<spec {len(specs)}>"
                    specs.append(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    text = nbformat.writes(notebook)
    for number, spec in enumerate(specs):
        text = text.replace(f'"<spec {number}>"', spec, 1)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text + "\n")


class PeakMemory:
    """The most memory that the kernel and its child processes have held together, looked at four times a second."""

    def __init__(self, pid):
        self.pid = pid
        self.sampled = 0
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while os.path.exists(f"/proc/{self.pid}"):
            self.sampled = max(self.sampled, sum(map(resident_bytes, with_descendants(self.pid))))
            time.sleep(0.25)

    def megabytes(self):
        try:
            with open(f"/proc/{self.pid}/status") as status:
                kilobytes = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
            return max(kilobytes / 1024, self.sampled / 2**20)
        except OSError:  # no /proc: the largest child that has ended, in bytes on macOS
            return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20


def with_descendants(pid):
    found = [pid]
    for parent in found:
        for file in glob.glob(f"/proc/{parent}/task/*/children"):
            found += map(int, words(file))
    return found


def resident_bytes(pid):
    pages = words(f"/proc/{pid}/statm")[1:2]
    return sum(map(int, pages)) * resource.getpagesize()


def words(file):
    """Of a file of /proc; none once the process has ended."""
    try:
        with open(file) as open_file:
            return open_file.read().split()
    except OSError:
        return []


def execute(notebook, folder):
    client = NotebookClient(
        notebook,
        kernel_name=KERNEL,
        timeout=None,
        startup_timeout=120,
        record_timing=False,
        resources={"metadata": {"path": folder}},
    )
    code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    for i in code:
        notebook.cells[i].update(outputs=[], execution_count=None)
    with client.setup_kernel():
        memory = PeakMemory(client.km.provisioner.pid)
        info = run_sync(client.kc.kernel_info)(reply=True, timeout=60)["content"]
        notebook.metadata["language_info"] = info["language_info"]
        for number, i in enumerate(code, 1):
            cell = notebook.cells[i]
            tell(event="start", cell=number, of=len(code), source=cell.source)
            began = time.monotonic()
            try:
                client.execute_cell(cell, i)
            except CellExecutionError as error:
                error_output = next(o for o in cell.outputs if o.output_type == "error")
                tell(event="failed", cell=number, traceback=error_output.traceback)
                return False
            except DeadKernelError:
                tell(event="failed", cell=number, traceback=["The kernel died (out of memory, or process.exit)."])
                return False
            tell(event="done", cell=number, seconds=time.monotonic() - began)
        error = background_error(client)
        if error:
            tell(event="failed", cell=len(code), traceback=error)
        tell(event="end", megabytes=memory.megabytes())
        return not error


def background_error(client):
    """An error that a timer or a promise has thrown after the last cell had ended: the next request reports it."""
    time.sleep(0.1)
    content = run_sync(client.kc.execute)("", silent=True, reply=True, timeout=60)["content"]
    return content["traceback"] if content["status"] == "error" else None


def main():
    source, target, folder = sys.argv[1:]
    end_with_parent()
    notebook = read(source)
    try:
        complete = execute(notebook, folder)
    except NoSuchKernel:
        raise SystemExit(
            f"no Jupyter kernel named {KERNEL} in {os.environ.get('JUPYTER_PATH')}; "
            "restore .jupyter/kernels/tslab/kernel.json with git"
        )
    except RuntimeError as error:
        raise SystemExit(f"the kernel did not start: {error}; run make, or npm ci && node tools/build.mjs")
    clean(notebook)
    try:
        write(notebook, target)
    except OSError as error:
        raise SystemExit(
            f"{target} cannot be written: {error.strerror}; free some space or make its folder writable"
        )
    sys.exit(0 if complete else 1)


main()
