"""The peer of bench/tfjs.mjs: the same training steps in PyTorch on the processor. Answers one line of JSON, {network,
steps, folder}, with the seconds of the steps and the loss before the last one: the fastest of one thread and all, and,
for images, of both layouts."""

import json
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

LEARNING_RATE = 0.01
SHAPES = {
    "dense": ([128, 784], [[784, 1024], [1024, 1024], [1024, 10]]),
    "conv": ([64, 32, 32, 3], [[3, 3, 3, 64]] + 3 * [[3, 3, 64, 64]] + [[65536, 10]]),
}


def forward(x, weights, biases):
    h = x
    for l, (w, b) in enumerate(zip(weights, biases)):
        if w.dim() == 4:
            h = F.relu(F.conv2d(h, w, b, padding=1))
        else:
            if h.dim() == 4:
                h = h.permute(0, 2, 3, 1).reshape(len(h), -1)
            h = F.linear(h, w, b)
            if l < len(weights) - 1:
                h = F.relu(h)
    return h


def train(network, steps, folder, layout):
    shape, shapes = SHAPES[network]

    def read(name, shape):
        return torch.from_numpy(np.fromfile(os.path.join(folder, name + ".bin"), dtype=np.float32).reshape(shape))

    x = read("input", shape)
    labels = read("labels", [shape[0], 10]).argmax(1)
    if x.dim() == 4:
        x = x.permute(0, 3, 1, 2).contiguous(memory_format=layout)

    def start():
        weights = [read(f"weight{l}", s) for l, s in enumerate(shapes)]
        weights = [
            w.permute(3, 2, 0, 1).contiguous(memory_format=layout) if w.dim() == 4 else w.T.contiguous()
            for w in weights
        ]
        biases = [torch.zeros(s[-1]) for s in shapes]
        return [w.requires_grad_() for w in weights], [b.requires_grad_() for b in biases]

    def step(weights, biases, optimiser):
        optimiser.zero_grad()
        loss = F.cross_entropy(forward(x, weights, biases), labels)
        loss.backward()
        optimiser.step()
        return loss.item()

    for count in (1, steps):
        weights, biases = start()
        optimiser = torch.optim.SGD(weights + biases, lr=LEARNING_RATE)
        begin = time.perf_counter()
        for _ in range(count):
            check = step(weights, biases, optimiser)
        seconds = time.perf_counter() - begin
    return seconds, check


print(json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    layouts = [torch.contiguous_format] + ([torch.channels_last] if request["network"] == "conv" else [])
    best = None
    for threads in sorted({1, os.cpu_count()}):
        torch.set_num_threads(threads)
        for layout in layouts:
            run = train(request["network"], request["steps"], request["folder"], layout)
            best = min(best, run) if best else run
    print(json.dumps({"seconds": best[0], "check": best[1]}), flush=True)
