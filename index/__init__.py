"""Files in, a published index out. Imports neither `search` nor `web`."""

import os

# Nothing here multiplies large matrices: NumPy's threads for that would only spin for 0.07 s of each process' start.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
