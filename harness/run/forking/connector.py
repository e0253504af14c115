"""The program that pytest-xdist starts for a worker: it hands its input and output to the server and lasts as long as
the worker does.

It runs without site-packages, and before anything of ours could be imported.
"""

import os
import socket
import sys

if __name__ == "__main__":
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(sys.argv[1])
        socket.send_fds(server, [b"!"], [0, 1])
        # The far ends of these pipes must see that the worker has closed them.
        os.close(0)
        os.close(1)
        server.recv(1)
