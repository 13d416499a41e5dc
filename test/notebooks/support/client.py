"""Drives one kernel by lines of JSON: {"code", "interrupt_after"?, "stop_on_error"?} or {"inspect" | "complete", "at"}.

Answers each line by a line of JSON. {"codes": [...]} sends several requests before it waits for the first.
"""

import json
import sys
import time

from jupyter_client.manager import KernelManager


def reply_to(client, request):
    while True:
        message = client.get_shell_msg(timeout=60)
        if message["parent_header"].get("msg_id") == request:
            return message["content"]


def collect(client, request):
    """All messages that a request has published, and its reply."""
    published = []
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            break
        published.append({"type": kind, **content})
    return {"reply": reply_to(client, request), "published": published}


def answer(manager, client, command):
    if "inspect" in command:
        return client.inspect(command["inspect"], command["at"], reply=True, timeout=60)["content"]
    if "complete" in command:
        return client.complete(command["complete"], command["at"], reply=True, timeout=60)["content"]
    if "codes" in command:
        requests = [client.execute(code) for code in command["codes"]]
        return [collect(client, request) for request in requests]
    request = client.execute(command["code"], stop_on_error=command.get("stop_on_error", True))
    if "interrupt_after" in command:
        time.sleep(command["interrupt_after"])
        manager.interrupt_kernel()
    began = time.monotonic()
    result = collect(client, request)
    return {**result, "waited": time.monotonic() - began}


def main():
    manager = KernelManager(kernel_name="tslab")
    manager.start_kernel(cwd=sys.argv[1])
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        print(json.dumps({"ready": True}), flush=True)
        for line in sys.stdin:
            print(json.dumps(answer(manager, client, json.loads(line))), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


main()
