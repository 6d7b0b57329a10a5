"""The default recipe in PyTorch as people write it: `whole|bare` from stdin, images per second back.

Unet of segmentation_models.pytorch on a ResNet, PIL, OpenCV, DataLoader with worker processes, AdamW,
channels_last, one loss read a step.
"""
import json
import os
import sys
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset

spec = json.loads(sys.argv[1])
steps, batch, width, height = spec["steps"], spec["batch"], spec["width"], spec["height"]
torch.set_num_threads(spec["threads"])
cv2.setNumThreads(0)
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)


class Pairs(Dataset):
    def __len__(self):
        return len(spec["files"])

    def __getitem__(self, i):
        image, mask = spec["files"][i]
        x = np.asarray(Image.open(image).convert("RGB").resize((width, height), Image.BILINEAR))
        y = np.asarray(Image.open(mask).resize((width, height), Image.NEAREST))
        rng = np.random.default_rng()
        if rng.random() < 0.5:
            x, y = x[:, ::-1], y[:, ::-1]
        if rng.random() < 0.8:
            m = cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), rng.uniform(-20, 20), rng.uniform(0.8, 1.4))
            m[:, 2] += rng.uniform(-0.1, 0.1, 2) * (width, height)
            warp = lambda a, how: cv2.warpAffine(np.ascontiguousarray(a), m, (width, height), flags=how, borderMode=cv2.BORDER_REFLECT_101)
            x, y = warp(x, cv2.INTER_LINEAR), warp(y, cv2.INTER_NEAREST)
        table = np.arange(256, dtype=np.float32)
        if rng.random() < 0.5:
            table = table * rng.uniform(0.8, 1.2) + rng.uniform(-0.2, 0.2) * 255
        if rng.random() < 0.3:
            table = 255 * (np.clip(table, 0, 255) / 255) ** rng.uniform(0.8, 1.2)
        x = np.clip(table, 0, 255).astype(np.uint8)[x]
        x = (x.astype(np.float32) / 255 - MEAN) / STD
        return torch.from_numpy(x.transpose(2, 0, 1).copy()), torch.from_numpy(y.astype(np.int64))


def conv(a, b, k=3, stride=1):
    return nn.Sequential(nn.Conv2d(a, b, k, stride, k // 2, bias=False), nn.BatchNorm2d(b))


class Basic(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.one, self.two = conv(a, b, 3, stride), conv(b, b)
        self.past = conv(a, b, 1, stride) if stride > 1 or a != b else nn.Identity()

    def forward(self, x):
        return F.relu(self.two(F.relu(self.one(x), True)) + self.past(x), True)


class Unet(nn.Module):
    def __init__(self, counts, classes):
        super().__init__()
        self.stem = conv(3, 64, 7, 2)
        widths = [64 * 2**i for i in range(len(counts))]
        self.stages = nn.ModuleList()
        a = 64
        for i, (w, n) in enumerate(zip(widths, counts)):
            self.stages.append(nn.Sequential(*(Basic(a if j == 0 else w, w, 2 if i and j == 0 else 1) for j in range(n))))
            a = w
        outs = [256, 128, 64, 32, 16][-len(counts) - 1 :]
        skips = [*reversed([64, *widths[:-1]]), 0]
        self.blocks = nn.ModuleList()
        for skip, out in zip(skips, outs):
            self.blocks.append(nn.Sequential(conv(a + skip, out), nn.ReLU(True), conv(out, out), nn.ReLU(True)))
            a = out
        self.head = nn.Conv2d(a, classes, 3, padding=1)

    def forward(self, x):
        maps = [F.relu(self.stem(x), True)]
        y = F.max_pool2d(maps[0], 3, 2, 1)
        for stage in self.stages:
            y = stage(y)
            maps.append(y)
        y = maps.pop()
        for block in self.blocks:
            y = F.interpolate(y, size=(maps[-1] if maps else x).shape[-2:], mode="nearest")
            y = block(torch.cat([y, maps.pop()], 1) if maps else y)
        return self.head(y)


def endless(loader):
    while True:
        yield from loader


torch.manual_seed(0)
net = Unet(spec["blocks"], spec["classes"]).to(memory_format=torch.channels_last).train()
optimizer = torch.optim.AdamW(net.parameters(), 1e-3, betas=(0.9, 0.99), eps=1e-5, weight_decay=0.01, **({"foreach": True} if torch.__version__ >= "1.12" else {}))
weights = torch.ones(spec["classes"])
loader = DataLoader(Pairs(), batch, shuffle=True, num_workers=spec["workers"], drop_last=True, persistent_workers=True, prefetch_factor=3)
batches = endless(loader)


def dice(logits, y):
    p = logits.softmax(1)
    t = F.one_hot(y, spec["classes"]).movedim(-1, 1).to(p.dtype)
    truth = t.sum((0, 2, 3))
    index = 2 * (p * t).sum((0, 2, 3)) / (p.sum((0, 2, 3)) + truth).clamp_min(1e-7)
    return (1 - index)[truth > 0].mean()


def step(x, y):
    optimizer.zero_grad(set_to_none=True)
    logits = net(x.to(memory_format=torch.channels_last))
    loss = F.cross_entropy(logits, y, weights)
    if spec["dice"]:
        loss = loss + spec["dice"] * dice(logits, y)
    loss.backward()
    optimizer.step()
    return loss.item()


fixed = next(batches)
print(sum(p.numel() for p in net.parameters()), flush=True)
for line in sys.stdin:
    source = batches if line.strip() == "whole" else iter(lambda: fixed, None)
    step(*next(source))
    start = time.perf_counter()
    for _ in range(steps):
        step(*next(source))
    print(steps * batch / (time.perf_counter() - start), flush=True)
