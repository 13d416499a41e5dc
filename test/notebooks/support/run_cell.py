"""Runs a cell through a Jupyter server's REST and WebSocket interface: run_cell.py URL TOKEN CODE. Prints its messages."""

import asyncio
import json
import sys
import uuid

from tornado.httpclient import AsyncHTTPClient
from tornado.websocket import websocket_connect


async def main(url, token, code):
    auth = f"?token={token}"
    http = AsyncHTTPClient()
    body = json.dumps({"name": "tslab"})
    answer = await http.fetch(f"{url}/api/kernels{auth}", method="POST", body=body)
    kernel = json.loads(answer.body)["id"]
    socket = await websocket_connect(
        f"{url.replace('http', 'ws')}/api/kernels/{kernel}/channels{auth}"
    )
    request = uuid.uuid4().hex
    header = {"msg_id": request, "msg_type": "execute_request", "session": uuid.uuid4().hex}
    header.update(username="", version="5.3", date="")
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
    await socket.write_message(
        json.dumps(
            {
                "header": header,
                "parent_header": {},
                "metadata": {},
                "content": content,
                "channel": "shell",
            }
        )
    )
    seen = []
    while not any(message["type"] == "execute_reply" for message in seen):
        message = json.loads(await socket.read_message())
        if message["parent_header"].get("msg_id") == request:
            seen.append({"type": message["msg_type"], "content": message["content"]})
    await http.fetch(f"{url}/api/kernels/{kernel}{auth}", method="DELETE")
    print(json.dumps(seen))


asyncio.run(asyncio.wait_for(main(*sys.argv[1:]), 90))
