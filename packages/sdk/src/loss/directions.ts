import { dot, type Quadratic } from './quadratic.ts';
import { convert } from './space.ts';

// What the data tell of their directions. The sums as they stand may tell less than columns about their means do.

/** Directions that the data determine; null where it is not known. */
export function rankOf(problem: Quadratic): number | null {
  return problem.hasSpectrum ? problem.size - flatDirectionsOf(problem).length : null;
}

/** Directions along which the loss stays the same, in the units of `centred`; none above 512 parameters. */
export function flatDirectionsOf({ centred }: Quadratic): Float64Array[] {
  return centred.axes.flatMap(({ along, counts }) => (counts ? [] : [along]));
}

/** Those of them that take more than one column to make. */
export function collinearDirectionsOf(problem: Quadratic): Float64Array[] {
  return flatDirectionsOf(problem).filter((along) => along.filter((share) => share !== 0).length > 1);
}

/** True if the data determine a direction that rounding hides from a descent. */
export function hidesDirection(problem: Quadratic): boolean {
  const { axes, size, scale } = problem;
  const seen = axes.filter(({ counts }) => counts).length;
  return scale === 'none' && seen < size && seen < (rankOf(problem) ?? 0);
}

/** κ = λmax/λ⁺min; null where there is none, or it is not known. With a hidden direction its order of magnitude. */
export function conditionOf(problem: Quadratic): number | null {
  const { smallestEigenvalue, largestEigenvalue, centred, space } = problem;
  if (!smallestEigenvalue) return null;
  if (!hidesDirection(problem)) return largestEigenvalue / smallestEigenvalue;
  const curvatures = centred.axes.flatMap(({ value, along, counts }) => {
    const own = convert(along, centred.space, space);
    return counts ? [value / dot(own, own)] : [];
  });
  return largestEigenvalue / Math.min(...curvatures);
}
