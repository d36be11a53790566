"""Which BLAS NumPy has loaded: the one it was meant to be compared with, or the slow reference."""


def blas():
    try:
        loaded = open("/proc/self/maps").read().lower()
    except OSError:
        return "unknown BLAS"
    for mark, name in [("openblas", "OpenBLAS"), ("mkl", "MKL"), ("blis", "BLIS"), ("accelerate", "Accelerate")]:
        if mark in loaded:
            return name
    return "reference BLAS"
