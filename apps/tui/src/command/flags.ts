import type { FitOptions } from '@gd-trainer/sdk';
import { quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';

/** The flags of `train` as commander hands them over: text, or true for a switch. */
export interface TrainingFlags {
  readonly target?: string;
  readonly features?: string;
  readonly where?: string;
  readonly state?: string;
  readonly optimizer?: string;
  readonly learningRate?: string;
  readonly batchSize?: string;
  readonly epochs?: string;
  readonly tolerance?: string;
  readonly momentum?: string;
  readonly l2?: string;
  readonly l1?: string;
  readonly scale?: string;
  readonly missing?: string;
  readonly seed?: string;
  readonly initial?: string;
  readonly every?: string;
  readonly json?: true;
  readonly jsonl?: true;
  readonly interactive: boolean;
  readonly screenReader?: true;
  readonly save?: string;
  readonly lang?: string;
  readonly charset?: string;
  readonly color?: string;
  readonly theme?: string;
  readonly quiet?: true;
  readonly timeout?: string;
}

const TRAINING = [
  'optimizer',
  'learningRate',
  'batchSize',
  'epochs',
  'tolerance',
  'momentum',
  'l2',
  'l1',
  'scale',
  'missing',
  'seed',
] as const;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The sdk's options for the flags that were given. What isn't a number stays text, for the sdk to refuse. */
export function fitOptionsOf(flags: TrainingFlags): FitOptions {
  const options: Record<string, unknown> = {};
  for (const name of TRAINING) {
    const text = flags[name];
    if (text !== undefined) options[name] = toValue(text);
  }
  if (flags.initial !== undefined) options.initial = parseParameters(flags.initial);
  return options as FitOptions;
}

/** A number where the text is one, the text itself otherwise. */
export function toValue(text: string): number | string {
  return NUMBER.test(text.trim()) ? Number(text) : text;
}

export function listOf(text: string | undefined): string[] | undefined {
  return text
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Start values, `w1,w2;b` in data units. */
export function parseParameters(text: string): { weights: number[]; bias: number } {
  const [weights, bias, ...rest] = text.split(';').map((part) => part.split(',').map(toValue));
  const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
  if (rest.length > 0 || bias?.length !== 1 || !isNumber(bias[0]) || !weights?.every(isNumber)) {
    throw new Failure(
      EXIT.usage,
      `start values expected "w1,w2;b", got ${quoted(text)}`,
      'for example --initial "0,0;0"',
    );
  }
  return { weights, bias: bias[0] };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `500ms`, `60s`, `5m`, `1h`; a bare number counts seconds. */
export function parseDuration(text: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim()) ?? [];
  const ms = Number(amount) * (UNITS[unit] ?? Number.NaN);
  if (ms > 0 && ms < 2 ** 31) return ms;
  throw new Failure(EXIT.usage, `--timeout expected a duration such as 60s or 5m, got ${quoted(text)}`);
}

export function wholeNumber(flag: string, text: string): number {
  const value = toValue(text);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw new Failure(EXIT.usage, `${flag} expected a whole number ≥ 1, got ${quoted(text)}`);
}
