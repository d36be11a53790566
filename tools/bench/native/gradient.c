// One gradient pass over rows in columns, d = 2: the loop that a full batch over rows, packages/core/assembly/stochastic.ts, is measured against.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

__attribute__((noinline)) static void gradient(const double *restrict x1, const double *restrict x2,
                                               const double *restrict y, long n, const double *w, double *out) {
  double g0 = 0, g1 = 0, g2 = 0, squares = 0;
  for (long i = 0; i < n; i++) {
    double r = w[0] + w[1] * x1[i] + w[2] * x2[i] - y[i];
    g0 += r;
    g1 += r * x1[i];
    g2 += r * x2[i];
    squares += r * r;
  }
  out[0] = g0, out[1] = g1, out[2] = g2, out[3] = squares;
}

// argv: file of x1, x2, y; rows; repetitions
int main(int argc, char **argv) {
  if (argc < 4) return 2;
  long n = atol(argv[2]), repetitions = atol(argv[3]);
  double *data = malloc(3 * n * sizeof(double)), w[3] = {0.1, 0.2, 0.3}, out[4], best = 1e9;
  FILE *file = fopen(argv[1], "rb");
  if (!file || fread(data, sizeof(double), 3 * n, file) != (size_t)(3 * n)) return 1;
  for (int round = 0; round < 20; round++) {
    double start = now();
    for (long k = 0; k < repetitions; k++) gradient(data, data + n, data + 2 * n, n, w, out);
    double seconds = (now() - start) / repetitions;
    if (seconds < best) best = seconds;
  }
  printf("{\"seconds\":%.9g,\"gradient\":[%.17g,%.17g,%.17g,%.17g]}\n", best, out[0], out[1], out[2], out[3]);
  return 0;
}
