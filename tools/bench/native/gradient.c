// One gradient pass over D columns of n rows: the loop that packages/core/assembly/columns.ts is measured against.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

#ifndef D
#define D 2
#endif

__attribute__((noinline)) static void gradient(const double *restrict x, const double *restrict y, long n,
                                               const double *w, double *restrict out) {
  double g[D + 1] = {0};
  for (long i = 0; i < n; i++) {
    double r = w[0] - y[i];
#pragma GCC unroll 32
    for (int j = 0; j < D; j++) r += w[j + 1] * x[j * n + i];
    g[0] += r;
#pragma GCC unroll 32
    for (int j = 0; j < D; j++) g[j + 1] += r * x[j * n + i];
  }
  for (int j = 0; j <= D; j++) out[j] = g[j];
}

// argv: file of the columns and y; rows; repetitions
int main(int argc, char **argv) {
  if (argc < 4) return 2;
  long n = atol(argv[2]), repetitions = atol(argv[3]);
  double *data = malloc((D + 1) * n * sizeof(double)), w[D + 1], out[D + 1], best = 1e9;
  for (int j = 0; j <= D; j++) w[j] = 0.1 * (j + 1);
  FILE *file = fopen(argv[1], "rb");
  if (!file || fread(data, sizeof(double), (D + 1) * n, file) != (size_t)((D + 1) * n)) return 1;
  for (int round = 0; round < 20; round++) {
    double start = now();
    for (long k = 0; k < repetitions; k++) gradient(data, data + D * n, n, w, out);
    double seconds = (now() - start) / repetitions;
    if (seconds < best) best = seconds;
  }
  printf("{\"seconds\":%.9g,\"gradient\":[", best);
  for (int j = 0; j <= D; j++) printf(j ? ",%.17g" : "%.17g", out[j]);
  printf("]}\n");
  return 0;
}
