"""The network of unet.ts in PyTorch, timed on commands from stdin: `forward|train`, one number a line."""
import sys
import time

import torch
from torch import nn
import torch.nn.functional as F

size, batch, classes, threads = (int(a) for a in sys.argv[1:5])
torch.set_num_threads(threads)


def conv(a, b, k, stride=1, bias=True):
    return nn.Conv2d(a, b, k, stride, (k - 1) // 2, bias=bias)


class Residual(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.a, self.b = conv(a, b, 3, stride, False), conv(b, b, 3, 1, False)
        self.na, self.nb = nn.BatchNorm2d(b), nn.BatchNorm2d(b)
        self.short = nn.Sequential(conv(a, b, 1, stride, False), nn.BatchNorm2d(b)) if stride > 1 else nn.Identity()

    def forward(self, x):
        return F.relu(self.nb(self.b(F.relu(self.na(self.a(x)), True))) + self.short(x), True)


class Shuffle(nn.Module):
    def __init__(self, a, b):
        super().__init__()
        self.conv = conv(a, b * 4, 1)

    def forward(self, x):
        return F.pixel_shuffle(F.mish(self.conv(x)), 2)


class Attention(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.q, self.k, self.v = (nn.Conv1d(n, m, 1, bias=False) for m in (n // 8, n // 8, n))
        self.gamma = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        y = x.flatten(2)
        beta = F.softmax(torch.bmm(self.q(y).transpose(1, 2), self.k(y)), dim=1)
        return self.gamma * torch.bmm(self.v(y), beta).view_as(x) + x


class Up(nn.Module):
    def __init__(self, a, skip, attention, final):
        super().__init__()
        inner = a // 2 + skip
        outer = inner // 2 if final else inner
        self.shuffle, self.norm = Shuffle(a, a // 2), nn.BatchNorm2d(skip)
        self.a, self.b = conv(inner, outer, 3), conv(outer, outer, 3)
        self.attend = Attention(outer) if attention else nn.Identity()

    def forward(self, x, s):
        h = F.mish(torch.cat([self.shuffle(x), self.norm(s)], 1))
        return self.attend(F.mish(self.b(F.mish(self.a(h)))))


class Unet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem, self.norm = conv(3, 64, 7, 2, False), nn.BatchNorm2d(64)
        self.stages = nn.ModuleList(
            nn.Sequential(*(Residual(a if j == 0 else b, b, 2 if i and j == 0 else 1) for j in range(n)))
            for i, (a, b, n) in enumerate([(64, 64, 3), (64, 128, 4), (128, 256, 6), (256, 512, 3)])
        )
        self.middle_norm = nn.BatchNorm2d(512)
        self.middle = nn.ModuleList([conv(512, 1024, 3), conv(1024, 512, 3)])
        self.up = nn.ModuleList([Up(512, 256, 0, 0), Up(512, 128, 1, 0), Up(384, 64, 0, 0), Up(256, 64, 0, 1)])
        self.last = Shuffle(96, 96)
        self.head = nn.ModuleList([conv(99, 99, 3), conv(99, 99, 3)])
        self.out = conv(99, classes, 1)

    def forward(self, x):
        skips = [F.relu(self.norm(self.stem(x)), True)]
        h = F.max_pool2d(skips[0], 3, 2, 1)
        for i, stage in enumerate(self.stages):
            h = stage(h)
            if i < 3:
                skips.append(h)
        h = F.relu(self.middle_norm(h), True)
        for m in self.middle:
            h = F.mish(m(h))
        for up in self.up:
            h = up(h, skips.pop())
        h = torch.cat([self.last(h), x], 1)
        return self.out(F.mish(self.head[1](F.mish(self.head[0](h))) + h))


torch.manual_seed(0)
net = Unet().to(memory_format=torch.channels_last)
x = torch.randn(batch, 3, size, size).to(memory_format=torch.channels_last)
y = torch.randint(0, classes, (batch, size, size))
try:
    optimizer = torch.optim.Adam(net.parameters(), 1e-3, foreach=True)
except TypeError:
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)


def train():
    net.train()
    optimizer.zero_grad(set_to_none=True)
    loss = F.cross_entropy(net(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


def forward():
    net.eval()
    with torch.no_grad():
        return net(x).sum().item()


def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


print(sum(p.numel() for p in net.parameters()), flush=True)
for line in sys.stdin:
    command = line.strip()
    if command == "peak":
        print(peak(), flush=True)
        continue
    start = time.perf_counter()
    {"train": train, "forward": forward}[command]()
    print((time.perf_counter() - start) * 1000, flush=True)
