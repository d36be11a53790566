// Draws settings, runs them, and holds every sentence and number against what then happens by a plain recurrence.
import { type FitOptions, OPTIMIZERS, type Optimizer, Trainer } from '@gd-trainer/sdk';
import { narrate } from '@gd-trainer/sdk/narrate';
import { formatCount, Session, stepOf, updateRule } from '@gd-trainer/sdk/view';
import { asExponential, NUMERAL, readNumeral } from '@gd-trainer/testing/numerals';
import { fc, runs } from '@gd-trainer/testing/properties';
import { describe, expect, it } from 'vitest';

type Row = { readonly x: readonly number[]; readonly y: number };

/** A run as its options say, by the formulas of a textbook: no moments, no eigenvalues, no closed form. */
class Recurrence {
  epoch = 0;
  readonly #rows: readonly Row[];
  readonly #run: Run;
  learningRate: number;
  readonly #theta: number[];
  readonly #velocity: number[];
  /** Sums or means of squared gradients, of optimizers that adapt. */
  readonly #squares: number[];
  #updates = 0;

  constructor(rows: readonly Row[], run: Run) {
    this.#rows = standardised(rows, run.scale);
    this.#run = run;
    this.learningRate = run.learningRate;
    this.#theta = rows[0]!.x.map(() => 0).concat(0);
    this.#velocity = this.#theta.map(() => 0);
    this.#squares = this.#theta.map(() => 0);
  }

  /** A copy of the parameters, in the space of the run, the bias last. */
  get theta(): readonly number[] {
    return [...this.#theta];
  }

  /** ½·mean of squares + ½·l2·‖w‖². */
  get loss(): number {
    const squares = mean(this.#rows.map((row) => residual(row, this.#theta) ** 2));
    const weights = this.#theta.slice(0, -1);
    return 0.5 * squares + 0.5 * this.#run.l2 * weights.reduce((sum, w) => sum + w * w, 0);
  }

  get gradientNorm(): number {
    return Math.hypot(...this.#gradientAt(this.#theta, this.#rows));
  }

  /** σ_y·√trace(H), by which the tolerance is measured. */
  get gradientScale(): number {
    const y = this.#rows.map((row) => row.y);
    const deviation = Math.sqrt(mean(y.map((value) => (value - mean(y)) ** 2)));
    const trace = this.#rows[0]!.x.reduce(
      (sum, _, j) => sum + mean(this.#rows.map(({ x }) => x[j]! ** 2)) + this.#run.l2,
      1,
    );
    return deviation * Math.sqrt(trace);
  }

  step(): void {
    const { batchSize } = this.#run;
    const size = batchSize === 'full' ? this.#rows.length : batchSize;
    for (let start = 0; start < this.#rows.length; start += size) {
      this.#update(this.#rows.slice(start, start + size));
    }
    this.epoch++;
  }

  #update(rows: readonly Row[]): void {
    const { optimizer, momentum } = this.#run;
    const ahead = this.#theta.map((value, j) => value + momentum * this.#velocity[j]!);
    const gradient = this.#gradientAt(optimizer === 'nesterov' ? ahead : this.#theta, rows);
    this.#updates++;
    for (const [j, slope] of gradient.entries()) {
      this.#theta[j]! += this.#step(j, slope);
    }
  }

  /** As Duchi 2011, Hinton 2012 and Kingma & Ba 2015 have them, and the rest as everybody has. */
  #step(j: number, slope: number): number {
    const { optimizer, momentum } = this.#run;
    const rate = this.learningRate;
    const averaged = (old: number, share: number, value: number): number => share * old + (1 - share) * value;
    const square = this.#squares[j]!;
    switch (optimizer) {
      case 'adagrad':
        this.#squares[j] = square + slope ** 2;
        return (-rate * slope) / (Math.sqrt(this.#squares[j]!) + 1e-8);
      case 'rmsprop':
        this.#squares[j] = averaged(square, 0.9, slope ** 2);
        return (-rate * slope) / (Math.sqrt(this.#squares[j]!) + 1e-8);
      case 'adam': {
        this.#velocity[j] = averaged(this.#velocity[j]!, 0.9, slope);
        this.#squares[j] = averaged(square, 0.999, slope ** 2);
        const root = Math.sqrt(this.#squares[j]! / (1 - 0.999 ** this.#updates));
        return (-rate * (this.#velocity[j]! / (1 - 0.9 ** this.#updates))) / (root + 1e-8);
      }
      default:
        this.#velocity[j] = momentum * this.#velocity[j]! - rate * slope;
        return this.#velocity[j]!;
    }
  }

  #gradientAt(theta: readonly number[], rows: readonly Row[]): number[] {
    return theta.map((value, j) => {
      const isBias = j === theta.length - 1;
      const slopes = rows.map((row) => -residual(row, theta) * (isBias ? 1 : row.x[j]!));
      return mean(slopes) + (isBias ? 0 : this.#run.l2 * value);
    });
  }
}

interface Run {
  readonly optimizer: Optimizer;
  readonly learningRate: number;
  readonly momentum: number;
  readonly batchSize: 'full' | number;
  readonly scale: 'standard' | 'none';
  readonly l2: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const residual = ({ x, y }: Row, theta: readonly number[]): number =>
  y - x.reduce((sum, value, j) => sum + theta[j]! * value, theta.at(-1)!);

function standardised(rows: readonly Row[], scale: Run['scale']): readonly Row[] {
  if (scale === 'none') return rows;
  const columns = rows[0]!.x.map((_, j) => rows.map(({ x }) => x[j]!));
  const spreads = columns.map((column) => Math.sqrt(mean(column.map((v) => (v - mean(column)) ** 2))));
  return rows.map(({ x, y }) => ({ x: x.map((v, j) => (v - mean(columns[j]!)) / spreads[j]!), y }));
}

/** λmax/λmin of X̃ᵀX̃/n, by Jacobi's rotations. */
function conditionOf(rows: readonly Row[]): number {
  const wide = rows.map(({ x }) => [...x, 1]);
  const size = wide[0]!.length;
  const h = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => mean(wide.map((row) => row[i]! * row[j]!))),
  );
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) rotate(h, i, j);
  }
  const values = h.map((row, i) => row[i]!);
  return Math.max(...values) / Math.min(...values);
}

/** Turns the plane of two axes so that the matrix couples them no more. */
function rotate(h: number[][], i: number, j: number): void {
  const angle = 0.5 * Math.atan2(2 * h[i]![j]!, h[i]![i]! - h[j]![j]!);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (const row of h) {
    [row[i], row[j]] = [cos * row[i]! + sin * row[j]!, cos * row[j]! - sin * row[i]!];
  }
  const [a, b] = [h[i]!, h[j]!];
  h[i] = a.map((value, k) => cos * value + sin * b[k]!);
  h[j] = b.map((value, k) => cos * value - sin * a[k]!);
}

const nameOf = (j: number, theta: readonly number[]): string =>
  j === theta.length - 1 ? 'bias' : `x${j + 1}`;

/** Numbers of a sentence in order, as a reader takes them: thousands apart, a true minus, powers of ten. */
const numbersIn = (text: string): number[] =>
  [...text.matchAll(new RegExp(NUMERAL, 'g'))].map(([number]) => readNumeral(number));

/** A number said by a sentence is the true one as far as its digits go. */
function expectSaid(text: string, value: number): void {
  const written = asExponential(text);
  const [mantissa = '', exponent = '0'] = written.split('e');
  const decimals = (mantissa.split('.')[1] ?? '').length;
  // what ends in zeros may have lost them: 0.3 is said of 0.29999
  const ulp = Math.min(
    10 ** (Number(exponent) - decimals),
    10 ** Math.floor(Math.log10(Math.abs(value)) - 2),
  );
  expect(Math.abs(Number(written) - value), `${text} said of ${value}`).toBeLessThanOrEqual(
    0.51 * ulp + 1e-9 * Math.abs(value),
  );
}

const NUMBER = `(${NUMERAL})`;
const says = (text: string, pattern: string): string[] | undefined =>
  new RegExp(pattern.replaceAll('#', NUMBER)).exec(text)?.slice(1);

const settings = fc.record({
  optimizer: fc.constantFrom<Optimizer[]>(
    ...(['gd', 'momentum', 'nesterov'] as const).flatMap((optimizer) => [optimizer, optimizer]),
    ...(['adagrad', 'rmsprop', 'adam'] as const),
  ),
  /** Of the limit, or of 1 where there is none. */
  share: fc.oneof(
    fc.double({ min: 0.02, max: 1.3, noNaN: true }),
    fc.constantFrom(0.5, 0.999, 0.99999, 1, 1.00001, 1.02),
  ),
  momentum: fc.double({ min: 0, max: 0.9, noNaN: true }),
  batchSize: fc.constantFrom<('full' | number)[]>('full', 'full', 'full', 1, 3),
  scale: fc.constantFrom('standard', 'none'),
  l2: fc.constantFrom(0, 0, 0.1),
  tolerance: fc.constantFrom<number[]>(0, 1e-3, 1e-6, 1e-9),
  epochs: fc.constantFrom<number[]>(0, 1, 7, 40, 200, 600),
  seed: fc.integer({ min: 1, max: 1e6 }),
  columns: fc.integer({ min: 1, max: 3 }),
});

type Drawn = typeof settings extends fc.Arbitrary<infer T> ? T : never;

/** Rows whose target follows from them, with noise, from a generator of its own. */
function rowsOf({ seed, columns }: Drawn): Row[] {
  let state = seed;
  const random = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  };
  return Array.from({ length: 4 + (seed % 7) }, () => {
    const x = Array.from({ length: columns }, (_, j) => (3 + j) * random() + j);
    return { x, y: 5 * x[0]! - 2 * (x[1] ?? 0) + 7 + random() };
  });
}

function runOf(
  drawn: Drawn,
  rows: readonly Row[] = rowsOf(drawn),
): { trainer: Trainer; reference: Recurrence; run: Run; most: number } {
  const { optimizer, share, batchSize, scale, l2, tolerance, epochs } = drawn;
  const keepsStep = optimizer === 'momentum' || optimizer === 'nesterov';
  const momentum = keepsStep ? drawn.momentum : 0;
  const source = { x: rows.map(({ x }) => x), y: rows.map(({ y }) => y) };
  const options: FitOptions = { optimizer, batchSize, scale, l2, tolerance, epochs, shuffle: false };
  const given = { ...options, ...(keepsStep ? { momentum } : {}) };
  const { learningRateLimit } = new Trainer(source, given).forecast;
  const learningRate = share * (learningRateLimit ?? 1);
  const run: Run = { optimizer, learningRate, momentum, batchSize, scale, l2 };
  const trainer = new Trainer(source, { ...given, learningRate });
  return { trainer, reference: new Recurrence(rows, run), run, most: epochs };
}

/** Follows the reference to the end of the run: what comes first of tolerance, epochs and divergence. */
function endOf(reference: Recurrence, { tolerance, epochs }: Drawn): string {
  const least = tolerance * reference.gradientScale;
  const bound = 1e6 * Math.max(reference.loss, reference.loss);
  for (; ; reference.step()) {
    if (!(reference.loss <= bound)) return 'diverged';
    if (tolerance > 0 && reference.gradientNorm <= least) return 'converged';
    if (reference.epoch >= epochs) return 'exhausted';
  }
}

/** How near the reference is to its bound at the end: where rounding may decide, nothing is to be held against it. */
const isDecided = (reference: Recurrence, { tolerance }: Drawn): boolean => {
  const ratio = reference.gradientNorm / (tolerance * reference.gradientScale);
  return tolerance === 0 || Math.abs(Math.log(ratio)) > 1e-6;
};

function holds(check: (drawn: Drawn) => void): void {
  fc.assert(fc.property(settings, check), { numRuns: runs(150) });
}

describe('what is said of a run is what happens', () => {
  it('playing stops at the very epoch at which it ends, at any speed', () => {
    holds((drawn) => {
      const { trainer, reference } = runOf(drawn);
      const session = new Session(trainer);
      const end = endOf(reference, drawn);
      for (let tick = 1; session.play('epoch', 1 + ((drawn.seed * tick) % 90)); tick++);
      const { epoch, status, convergedAt } = session.snapshot;
      if (!isDecided(reference, drawn)) return;
      expect([status, status === 'diverged' ? 0 : epoch]).toEqual([
        end,
        end === 'diverged' ? 0 : reference.epoch,
      ]);
      if (end === 'converged') expect(convergedAt).toBe(epoch);
      expect(session.play('epoch', 5)).toBe(false);
      expect(session.snapshot.epoch).toBe(epoch);
    });
  });

  it('how it ended is told with the numbers of its end, and past it with those of now', () => {
    holds((drawn) => {
      const { trainer, reference } = runOf(drawn);
      const session = new Session(trainer);
      const end = endOf(reference, drawn);
      while (session.play('epoch', 37));
      if (end === 'diverged' || session.snapshot.status !== end || reference.loss > 1e9) return;
      const texts = (['en', 'zh-CN'] as const).map((language) => narrate(session.outcome, language));
      const patterns =
        end === 'converged'
          ? ['^Converged at epoch # with mean loss #:', '^在第 # 轮收敛，平均损失 #：']
          : ['^The epochs ran out at epoch #(), the mean loss #? ?a', '^# 轮用完仍未收敛()，平均损失'];
      for (const [i, text] of texts.entries()) {
        const said = says(text, patterns[i]!)!;
        expect(said, text).toBeDefined();
        expect(numbersIn(said[0]!)[0]).toBe(reference.epoch);
        if (end === 'converged' && reference.loss > 1e-12) expectSaid(said[1]!, reference.loss);
        for (const [arrives] of [
          says(text, 'it would converge at epoch #') ?? says(text, '照此继续，第 # 轮收敛') ?? [],
        ]) {
          if (arrives === undefined) continue;
          const later = runOf(drawn).reference;
          const least = drawn.tolerance * later.gradientScale;
          const [wanted] = numbersIn(arrives);
          if (wanted! > 20_000) continue;
          while (later.epoch < wanted!) later.step();
          // rounding up to here may move it by part of an epoch
          expect(later.gradientNorm / least).toBeLessThan(1.002);
        }
      }
      // rmsprop circles where it has come to, on a way that rounding decides
      if (drawn.optimizer === 'rmsprop') return;
      const now = reference.epoch + 23;
      session.seek(now);
      while (reference.epoch < now) reference.step();
      if (session.snapshot.status === 'diverged' || reference.loss < 1e-12) return;
      for (const [i, pattern] of [
        'Epoch # is past the end of the run: mean loss #\\.',
        '第 # 轮已在训练结束之后：平均损失 #。',
      ].entries()) {
        const said = says(narrate(session.outcome, i === 0 ? 'en' : 'zh-CN'), pattern)!;
        expect(numbersIn(said[0]!)[0]).toBe(now);
        expectSaid(said[1]!, reference.loss);
      }
    });
  });

  it('what a step has done is what it did', () => {
    holds((drawn) => {
      const { trainer, reference } = runOf(drawn);
      const before = reference.loss;
      trainer.step('epoch');
      reference.step();
      if (trainer.snapshot.status === 'diverged' || reference.loss < 1e-12) return;
      const fact = stepOf(new Session(trainer), [], 'b', before);
      for (const [language, epoch, way] of [
        ['en', 'Epoch #', ', (down|up) # %'],
        ['zh-CN', '第 # 轮', '(下降|上升) # %'],
      ] as const) {
        const text = narrate(fact, language);
        expect(numbersIn(says(text, epoch)![0]!)[0], text).toBe(1);
        expectSaid(says(text, '(?:mean loss|平均损失) #')![0]!, reference.loss);
        const change = says(text, way);
        if (!change) continue;
        expect(['down', '下降'].includes(change[0]!), text).toBe(reference.loss < before);
        const share = 100 * Math.abs(reference.loss / before - 1);
        // of a small change the difference of two losses has fewer digits
        if (share > 1e-3) expectSaid(change[1]!, share);
      }
    });
  });

  it('columns are called collinear where one follows from the others, and only there', () => {
    holds((drawn) => {
      const rows = rowsOf(drawn);
      const isCopy = drawn.seed % 2 === 0;
      const x = rows.map((row, i) => [...row.x, isCopy ? 3 - 2 * row.x[0]! : (i * i * 7) % 5]);
      const trainer = new Trainer({ x, y: rows.map(({ y }) => y) }, { scale: drawn.scale });
      // more columns than rows tell apart follow from each other too
      if (rows.length <= x[0]!.length + 1) return;
      const fact = trainer.facts.find(({ kind }) => kind === 'collinear');
      expect(fact !== undefined).toBe(isCopy);
      if (fact)
        expect(narrate(fact, 'en')).toBe(
          narrate({ kind: 'collinear', features: ['x1', `x${x[0]!.length}`], unseen: 0 }, 'en'),
        );
    });
  });

  it('what a rate will do is what it does', () => {
    holds((drawn) => {
      const { trainer, reference, run, most } = runOf(drawn);
      // under way it is told from there, with the last step that momentum keeps
      trainer.step('epoch', drawn.seed % 25);
      if (trainer.snapshot.status === 'diverged') return;
      const [fact] = trainer.facts;
      const english = narrate(fact, 'en');
      const chinese = narrate(fact, 'zh-CN');
      // the same numbers in both languages, but for the order of the clauses
      expect(numbersIn(chinese).toSorted(), `${english}\n${chinese}`).toEqual(numbersIn(english).toSorted());
      const limit = trainer.forecast.learningRateLimit;
      if (limit === null) {
        expectSaid(says(english, '^Learning rate #: no limit is known')![0]!, run.learningRate);
        return;
      }
      const said = says(english, 'earning rate # .*?(?:limit|past|samples,) #');
      if (said) {
        const [rate, shown] = said.map((text) => numbersIn(text)[0]!);
        expect(Math.sign(rate! - shown!), english).toBe(Math.sign(run.learningRate - limit));
      }
      expect(english).not.toMatch(/leaves 100 %|is 1 times|factor of 1 every/);
      const reached = says(english, 'by epoch #');
      if (reached) {
        const [epoch] = numbersIn(reached[0]!);
        expect(english.includes(`but the run ends at epoch ${most}`)).toBe(epoch! > most);
        if (epoch! > 5000) return;
        const least = drawn.tolerance * reference.gradientScale;
        while (reference.epoch < epoch!) reference.step();
        expect(reference.gradientNorm / least, english).toBeLessThan(1.0001);
      }
      const grows = says(english, 'factor of #');
      if (grows && drawn.optimizer === 'gd' && Number(grows[0]) > 1.001) {
        while (reference.epoch < 60) reference.step();
        const before = reference.gradientNorm;
        reference.step();
        if (reference.gradientNorm < 1e250)
          expectSaid(grows[0]!.slice(0, 5), Number((reference.gradientNorm / before).toPrecision(4)));
      }
    });
  });

  it('noise is told of batches that leave it, and of no others', () => {
    holds((drawn) => {
      const batched: Drawn = {
        ...drawn,
        optimizer: 'gd',
        batchSize: drawn.batchSize === 3 ? 3 : 1,
        share: 0.2 + (drawn.seed % 7) / 10,
        scale: 'standard',
      };
      // of half of them one line meets every row
      const isExact = drawn.seed % 2 === 0;
      // and any line of as many rows as parameters
      if (rowsOf(batched).length <= drawn.columns + 1) return;
      const rows = rowsOf(batched).map(({ x, y }) => ({ x, y: isExact ? 3 - 2 * x[0]! : y }));
      const { trainer, reference } = runOf(batched, rows);
      const english = narrate(trainer.facts[0], 'en');
      const chinese = narrate(trainer.facts[0], 'zh-CN');
      while (reference.epoch < 3000) reference.step();
      const settled = reference.loss;
      const before = reference.theta;
      reference.step();
      const moved = Math.hypot(...reference.theta.map((value, j) => value - before[j]!));
      const isNoisy = english.includes('settles into noise');
      expect(isNoisy, english).toBe(!isExact || batched.l2 > 0);
      expect(english.includes('the run converges'), english).toBe(!isNoisy);
      expect([chinese.includes('最后会在最优点附近波动'), chinese.includes('会一直收敛')]).toEqual([
        isNoisy,
        !isNoisy,
      ]);
      if (isNoisy) return;
      expect(settled, english).toBeLessThan(1e-6);
      expect(moved).toBeLessThan(1e-3);
    });
  });

  it('κ with scaling and without is that of the matrices, and told where scaling is worth it', () => {
    holds((drawn) => {
      const rows = rowsOf(drawn).map(({ x, y }) => ({
        x: x.map((v, j) => v * 10 ** ((drawn.seed + j) % 4)),
        y,
      }));
      const { trainer, run } = runOf({ ...drawn, l2: 0 }, rows);
      // fewer rows than parameters leave directions flat
      if (rows.length <= rows[0]!.x.length + 1) return;
      const unscaled = conditionOf(rows);
      const scaled = conditionOf(standardised(rows, 'standard'));
      const fact = trainer.facts.find(({ kind }) => kind === 'scaling');
      expect(fact !== undefined).toBe(unscaled > 2 * scaled);
      if (!fact) return;
      const english = narrate(fact, 'en');
      const [from, to] = says(english, 'κ from # down to #')!;
      expectSaid(from!, unscaled);
      expectSaid(to!, scaled);
      expect(says(narrate(fact, 'zh-CN'), 'κ 可?从 # 降到 #')).toEqual([from, to]);
      expect(english.startsWith('Scaling would')).toBe(run.scale === 'none');
    });
  });

  it('what grows past the limit is the direction that is named, and by the factor', () => {
    holds((drawn) => {
      const { trainer, reference } = runOf({ ...drawn, optimizer: 'gd', batchSize: 'full', share: 1.4 });
      const fact = trainer.facts.find(({ kind }) => kind === 'diverging');
      const stepAfter = (epoch: number): number[] => {
        while (reference.epoch < epoch) reference.step();
        const before = reference.theta;
        reference.step();
        return reference.theta.map((value, j) => value - before[j]!);
      };
      const [early, last, step] = [500, 600, 601].map(stepAfter) as [number[], number[], number[]];
      const at = step.reduce((most, value, j) => (Math.abs(value) > Math.abs(step[most]!) ? j : most), 0);
      // one that is all but as steep gives way late
      const turned = step.map((value, j) => value / step[at]! - early[j]! / early[at]!);
      if (Math.max(...turned.map(Math.abs)) > 1e-5) return;
      const english = narrate(fact!, 'en');
      const saidOf = (j: number): number =>
        numbersIn(says(english, `[ ,]${nameOf(j, step)} #`)?.[0] ?? '0')[0]!;
      for (const [j, value] of step.entries()) {
        // of two shares as large either may be the one that is 1
        const share = (saidOf(at) * value) / step[at]!;
        expect(Math.abs(saidOf(j) - share), `${nameOf(j, step)}: ${english}`).toBeLessThan(1e-3);
      }
      expectSaid(says(english, 'factor of #')![0]!, Math.abs(step[at]! / last[at]!));
      expect(numbersIn(narrate(fact!, 'zh-CN')), english).toEqual(numbersIn(english));
    });
  });
});

describe('a race', () => {
  const field = fc.record({
    drawn: settings,
    shares: fc.uniqueArray(fc.constantFrom(0.1, 0.3, 0.5, 0.8, 0.95, 1.05, 1.3), {
      minLength: 2,
      maxLength: 4,
    }),
    from: fc.nat(12),
  });

  it('is won, lost and level as each of its runs comes in', () => {
    const check = ({ drawn, shares, from }: typeof field extends fc.Arbitrary<infer T> ? T : never): void => {
      const plain: Drawn = {
        ...drawn,
        optimizer: 'gd',
        batchSize: 'full',
        tolerance: 1e-6,
        epochs: 20_000,
        share: 0.4,
      };
      const { trainer, run } = runOf(plain);
      const limit = run.learningRate / 0.4;
      trainer.step('epoch', from);
      if (trainer.snapshot.status !== 'running') return;
      const session = new Session(trainer);
      session.startRace(shares.map((share) => ({ learningRate: share * limit })));
      const arrivals = shares.map((share) => {
        const rival = runOf(plain).reference;
        for (let i = 0; i < from; i++) rival.step();
        rival.learningRate = share * limit;
        const end = share < 1 ? endOf(rival, plain) : 'diverged';
        return end === 'converged' ? rival.epoch : Infinity;
      });
      // one that arrives later still is told to
      if (shares.some((share, i) => share < 1 && arrivals[i] === Infinity)) return;
      const first = Math.min(...arrivals);
      const winners = shares.filter((_, i) => arrivals[i] === first);
      const [english, chinese] = (['en', 'zh-CN'] as const).map((language) =>
        narrate(session.race!.fact!, language),
      ) as [string, string];
      for (const arrival of arrivals) {
        if (arrival === Infinity) continue;
        expect(numbersIn(english), english).toContain(arrival);
        expect(numbersIn(chinese), chinese).toContain(arrival);
      }
      const verdict =
        first === Infinity
          ? /^Nobody arrives/
          : new RegExp(
              `^α = .* ${winners.length > 1 ? 'are level' : 'wins'} at epoch ${formatCount(first)}\\.`,
            );
      expect(english).toMatch(verdict);
      expect(chinese).toMatch(
        first === Infinity
          ? /^无一收敛/
          : new RegExp(
              `^α = .* 在第 ${formatCount(first)} 轮${winners.length > 1 ? '并列第一' : '最先收敛'}：`,
            ),
      );
      if (winners.length === 1 && first < Infinity) {
        const [said] = says(english, '^α = # wins')!;
        expect(numbersIn(said!)[0]! / (winners[0]! * limit)).toBeCloseTo(1, 3);
      }
      expect((english.match(/ never/g) ?? []).length).toBe(shares.filter((share) => share > 1).length);
    };
    fc.assert(fc.property(field, check), { numRuns: runs(40) });
  });
});

describe('a step back within an epoch', () => {
  const drawn = fc.record({
    // sizes in turn, each with so many updates
    stretches: fc.array(
      fc.record({ size: fc.integer({ min: 1, max: 6 }), updates: fc.integer({ min: 1, max: 9 }) }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    seed: fc.integer({ min: 1, max: 1e6 }),
  });
  const x = [1, 4, 2, 8, 5, 7, 3];
  const y = [2, 7, 1, 8, 2, 8, 4];
  const rate = 0.01;

  /** Descent on the rows of an update, from the rule as a book has it. */
  const updated = ([w, b]: readonly [number, number], rows: readonly number[]): [number, number] => {
    const slopes = rows.map((row) => w * x[row]! + b - y[row]!);
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / rows.length;
    return [w - rate * mean(slopes.map((slope, i) => slope * x[rows[i]!]!)), b - rate * mean(slopes)];
  };

  it('is the state before each update, one after the other, whatever sizes they had', () => {
    const check = ({ stretches, seed }: typeof drawn extends fc.Arbitrary<infer T> ? T : never): void => {
      const options = { learningRate: rate, scale: 'none', shuffle: true, seed } as const;
      const source = { x: x.map((value) => [value]), y };
      const session = new Session(new Trainer(source, { ...options, batchSize: stretches[0]!.size }));
      const states: { used: number; at: [number, number] }[] = [{ used: 0, at: [0, 0] }];
      for (const { size, updates } of stretches) {
        session.set({ batchSize: size });
        for (let i = 0; i < updates; i++) {
          session.step('batch');
          const { used, at } = states.at(-1)!;
          const { batch } = session.trainer;
          states.push({ used: used + batch.length, at: updated(at, batch) });
        }
      }
      for (let last = states.pop()!; last.used % 7 > 0; last = states.pop()!) {
        session.back();
        const { used, at } = states.at(-1)!;
        const { epoch, sample, weights, bias } = session.snapshot;
        expect([epoch, sample]).toEqual([Math.floor(used / 7), used % 7]);
        expect(weights[0]).toBeCloseTo(at[0], 10);
        expect(bias).toBeCloseTo(at[1], 10);
      }
      const { epoch } = session.snapshot;
      session.back();
      expect(session.time).toBe(Math.max(0, epoch - 1));
    };
    fc.assert(fc.property(drawn, check), { numRuns: runs(150) });
  });
});

describe('an option that changes within an epoch', () => {
  const change = fc.record({
    steps: fc.nat(17),
    later: fc.nat(17),
    batches: fc.constantFrom<[number, 'full' | number][]>([1, 1], [3, 3], [1, 3], [4, 2], [2, 'full']),
    optimizer: fc.constantFrom('gd', 'momentum', 'adam'),
    seed: fc.integer({ min: 1, max: 1e6 }),
  });

  it('keeps the place, the order of the rows and the past', () => {
    const check = (drawn: typeof change extends fc.Arbitrary<infer T> ? T : never): void => {
      const { steps, later, optimizer, seed } = drawn;
      const [before, after] = drawn.batches;
      const x = Array.from({ length: 7 }, (_, i) => [i, (i * i * seed) % 11]);
      const source = { x, y: x.map(([a, b]) => 3 * a! - b! + ((a! * seed) % 5)) };
      const options: FitOptions = { batchSize: before, optimizer, learningRate: 0.01, seed };
      const session = new Session(new Trainer(source, options));
      const start = session.snapshot;
      const used: number[] = [];
      const step = (): void => {
        session.step('batch');
        used.push(...session.trainer.batch);
      };
      for (let i = 0; i < steps; i++) step();
      const { time, snapshot } = session;
      session.set({ learningRate: 0.02, batchSize: after });
      expect(session.time).toBe(time);
      expect([...session.snapshot.weights]).toEqual([...snapshot.weights]);
      if (after === 'full') {
        session.step('epoch');
        expect(session.time).toBe(Math.floor(time) + 1);
      } else {
        for (let i = 0; i < later; i++) step();
        // every epoch uses every row once
        for (let from = 0; from + 7 <= used.length; from += 7) {
          expect(used.slice(from, from + 7).toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
        }
        // the order is that of a run in which nothing changed
        if (before === 1 && after === 1) {
          const plain = new Trainer(source, options);
          const order = used.map(() => {
            plain.step('batch');
            return plain.batch[0];
          });
          expect(used).toEqual(order);
        }
      }
      const now = session.snapshot;
      const again = Trainer.fromState(JSON.parse(JSON.stringify(session.trainer.toState())));
      expect([...again.snapshot.weights, again.snapshot.sample]).toEqual([...now.weights, now.sample]);
      expect(session.trainer.seek(0)).toMatchObject({ epoch: 0, loss: start.loss, sample: 0 });
      const whole = Math.floor(time);
      const past = new Trainer(source, options).seek(whole);
      session.seek(whole);
      expect([...session.snapshot.weights]).toEqual([...past.weights]);
      if (after === 'full') return;
      // forward again through both stretches to where it was
      session.seek(0);
      while (session.time < now.epoch + now.sample / 7 - 1e-9) session.step('batch');
      expect([...session.snapshot.weights]).toEqual([...now.weights]);
    };
    fc.assert(fc.property(change, check), { numRuns: runs(150) });
  });
});

// what is said of an update, as a program
describe('the rule of an optimizer, read as it stands, makes the updates of the run', () => {
  const SIGNS: readonly (readonly [RegExp, string])[] = [
    [/−/g, '-'],
    [/·/g, '*'],
    [/←/g, '='],
    [/²/g, '**2'],
    [/ᵗ/g, '**t'],
    [/₁/g, '1'],
    [/₂/g, '2'],
    [/√(\w)/g, 'Math.sqrt($1)'],
    [/√/g, 'Math.sqrt'],
    [/\|u\|/g, 'Math.abs(u)'],
    [/\b(sign|max)\b/g, 'Math.$1'],
    [/g\(/g, 'gradient('],
    [/\bg\b(?!\()/g, 'gradient(w)'],
  ];
  const cases = OPTIMIZERS.filter((optimizer) => optimizer !== 'cg').map(
    (optimizer) => [optimizer, 0] as const,
  );
  it.each([...cases, ['gd', 0.3], ['nesterov', 0.3]] as const)('%s, l1 = %d', (optimizer, l1) => {
    const [x, y] = [
      [1, 2, -1],
      [2, 3, 0.5],
    ];
    const rate = 0.05;
    const own = optimizer === 'momentum' || optimizer === 'nesterov' ? { momentum: 0.9 } : {};
    const options = {
      target: 'y',
      scale: 'none',
      intercept: false,
      learningRate: rate,
      optimizer,
      l1,
      ...own,
    } as const;
    const trainer = new Trainer({ x, y }, options);
    const rule = SIGNS.reduce((text, [sign, code]) => text.replace(sign, code), updateRule(trainer.options));
    const update = new Function(
      '{ w, v, m, s, t }, gradient, α, β, β1, β2, ε, l1',
      `let u, Δ; ${rule}; return { w: w + Δ, v, m, s, t: t + 1 }`,
    );
    const gradient = (w: number): number =>
      x.reduce((sum, each, i) => sum + (w * each - y[i]!) * each, 0) / x.length;
    let state = { w: 0, v: 0, m: 0, s: 0, t: 1 };
    for (let step = 0; step < 40; step++) {
      state = update(state, gradient, rate, 0.9, 0.9, 0.999, 1e-8, l1);
      trainer.step('epoch');
      expect(trainer.snapshot.weights[0], `${rule} after ${step + 1}`).toBeCloseTo(state.w, 10);
    }
  });
});
