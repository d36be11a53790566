/** The training options that are flags, by the sdk's name for them. */
const FLAGS: Readonly<Record<string, string>> = {
  target: '--target',
  features: '--features',
  optimizer: '--optimizer',
  learningRate: '--learning-rate',
  batchSize: '--batch-size',
  epochs: '--epochs',
  tolerance: '--tolerance',
  momentum: '--momentum',
  l2: '--l2',
  l1: '--l1',
  scale: '--scale',
  missing: '--missing',
  seed: '--seed',
  initial: '--initial',
  every: '--every',
};

export function flagOf(option: string): string | undefined {
  return Object.hasOwn(FLAGS, option) ? FLAGS[option] : undefined;
}
