"""Serve a GGUF file by llama.cpp's own server until stopped: llama_server.py MODEL PORT."""

from __future__ import annotations

import sys
import threading

import xllamacpp

if __name__ == "__main__":
    parameters = xllamacpp.CommonParams()
    parameters.model.path = sys.argv[1]
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = int(sys.argv[2])
    parameters.n_ctx = 2048
    parameters.n_parallel = 1
    parameters.warmup = False
    # Where a request names no temperature: a drawn answer of so small a model may be one that the server cannot parse.
    parameters.sampling.temp = 0.0
    server = xllamacpp.Server(parameters)
    threading.Event().wait()
