"""The script that people write: PIL decodes, numpy.bincount counts. Prints seconds and the matrix.

Usage: numpy_pairs.py ZIP TRUTH_DIR IDS VOID cached|decoded
IDS is a comma-separated list of class ids, VOID an id or "none". With "cached", truth masks are
decoded before the clock starts.
"""

import io
import json
import os
import sys
import time
import zipfile

import numpy as np
from PIL import Image

zip_path, truth_dir, ids, void, mode = sys.argv[1:]
ids = [int(i) for i in ids.split(",")]
n = len(ids)
index = np.full(256, n, np.int64)
for i, class_id in enumerate(ids):
    index[class_id] = i


def read(file):
    return np.asarray(Image.open(file))


with zipfile.ZipFile(zip_path) as archive:
    names = archive.namelist()
    truths = {name: os.path.join(truth_dir, name) for name in names}
    if mode == "cached":
        kept = {}
        for name in names:
            real = os.path.realpath(truths[name])
            if real not in kept:
                kept[real] = read(real)
            truths[name] = kept[real]
    total = np.zeros((n + 1) * (n + 1), np.int64)
    start = time.perf_counter()
    for name in names:
        truth = truths[name] if mode == "cached" else read(truths[name])
        prediction = read(io.BytesIO(archive.read(name)))
        if void != "none":
            keep = truth != int(void)
            truth, prediction = truth[keep], prediction[keep]
        pairs = index[truth] * (n + 1) + index[prediction]
        total += np.bincount(pairs.ravel(), minlength=len(total))
    seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "matrix": total.reshape(n + 1, n + 1)[:n].ravel().tolist()}))
