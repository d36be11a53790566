import type { FitOptions, Optimizer } from '@gd-trainer/sdk';

/** The settings of a run as attributes hold them; a missing one stands for the sdk's default. */
export interface RunSettings {
  readonly optimizer?: Optimizer | undefined;
  readonly learningRate?: 'auto' | number | undefined;
  readonly momentum?: 'auto' | number | undefined;
  readonly batchSize?: 'full' | number | undefined;
  readonly epochs?: number | undefined;
  readonly tolerance?: number | undefined;
  readonly l2?: number | undefined;
  readonly l1?: number | undefined;
  readonly scale?: 'standard' | 'none' | undefined;
  readonly intercept?: boolean | undefined;
  readonly shuffle?: boolean | undefined;
  readonly seed?: number | undefined;
}

/** What a setting is when its attribute is taken away in the middle of a run: as in the sdk, but that `fit` would not. */
const DEFAULTS = {
  optimizer: 'gd',
  learningRate: 'auto',
  momentum: 'auto',
  batchSize: 'full',
  epochs: 10_000,
  tolerance: 1e-10,
  l2: 0,
  l1: 0,
  scale: 'standard',
  intercept: true,
  shuffle: true,
  seed: 1,
} as const satisfies Required<FitSettings>;

type FitSettings = { [K in keyof RunSettings]: NonNullable<RunSettings[K]> };

export const SETTING_NAMES = Object.keys(DEFAULTS) as readonly (keyof RunSettings)[];

/** Settings as options for the sdk, every one of them present, so that no older value outlives its attribute. */
export function optionsOf(
  settings: RunSettings,
  names: readonly (keyof RunSettings)[] = SETTING_NAMES,
): Partial<FitOptions> {
  return Object.fromEntries(names.map((name) => [name, settings[name] ?? DEFAULTS[name]]));
}

/** The settings of a run as attributes hold them: only what differs from the default. */
export function settingsOf(options: Readonly<Record<keyof RunSettings, unknown>>): RunSettings {
  return Object.fromEntries(
    SETTING_NAMES.map((name) => [name, options[name] === DEFAULTS[name] ? undefined : options[name]]),
  );
}

// what is no number becomes NaN, which the sdk refuses by the option's name: better than a silent default
const numberFrom = (text: string | null): number | undefined =>
  text === null || text.trim() === '' ? undefined : Number(text);

export const text = { fromAttribute: (value: string | null): string | undefined => value ?? undefined };

export const number = { fromAttribute: numberFrom };

export const numberOr = (word: string) => ({
  fromAttribute: (text: string | null) => (text?.trim() === word ? word : numberFrom(text)),
});

/** For what is on by default: `intercept="false"` turns it off. */
export const unlessFalse = {
  fromAttribute: (text: string | null) => (text === null ? undefined : text.trim() !== 'false'),
  toAttribute: (value: unknown) => (value === undefined ? null : String(value)),
};

export const names = {
  fromAttribute: (text: string | null): readonly string[] | undefined =>
    text
      ?.split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  toAttribute: (value: unknown) => (Array.isArray(value) ? value.join(',') : null),
};

export const numbers = {
  fromAttribute: (text: string | null): readonly number[] | undefined => text?.split(',').map(Number),
  toAttribute: (value: unknown) => (Array.isArray(value) ? value.join(',') : null),
};
