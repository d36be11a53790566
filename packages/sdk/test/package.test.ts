import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PACKAGES = ['core', 'sdk'];

let folder: string;
const tarball = (name: string): string =>
  join(folder, readdirSync(folder).find((file) => file.startsWith(`gd-trainer-${name}-`))!);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const name of PACKAGES) {
    execFileSync('pnpm', ['pack', '--pack-destination', folder], {
      cwd: join(ROOT, 'packages', name),
      stdio: 'pipe',
    });
    // neither has a dependency but the other, so that unpacking is installing
    const target = join(folder, 'node_modules', '@gd-trainer', name);
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', tarball(name), '--strip-components=1', '-C', target]);
  }
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(PACKAGES)('the packed %s', (name) => {
  const manifest = () =>
    JSON.parse(readFileSync(join(folder, 'node_modules/@gd-trainer', name, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
      version: string;
    };

  it('holds no source, no test and no dependency of others', () => {
    const files = execFileSync('tar', ['-tzf', tarball(name)], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(
      files.filter((file) => !/^package\/(dist\/|package\.json$|LICENSE$|README\.md$)/.test(file)),
    ).toEqual([]);
    const foreign = Object.keys(manifest().dependencies ?? {}).filter(
      (dependency) => !dependency.startsWith('@gd-trainer/'),
    );
    expect(foreign).toEqual([]);
    expect(JSON.stringify(manifest().dependencies ?? {})).not.toMatch(/workspace:|catalog:/);
  });

  it('has nothing that publint would mend', async () => {
    const { messages } = await publint({
      pkgDir: join(folder, 'node_modules/@gd-trainer', name),
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, manifest()))).toEqual([]);
  });

  it('has the types that every kind of import resolves to', async () => {
    const { problems } = (await checkPackage(createPackageFromTarballData(readFileSync(tarball(name))))) as {
      problems: { kind: string; entrypoint?: string; resolutionKind?: string }[];
    };
    // packages of modules only: what CommonJS before Node 22 and TypeScript's oldest resolution make of them does not count
    const counts = problems.filter(
      ({ kind, entrypoint, resolutionKind }) =>
        kind !== 'CJSResolvesToESM' && resolutionKind !== 'node10' && !entrypoint?.endsWith('.wasm'),
    );
    expect(counts).toEqual([]);
  });
});

describe('a newcomer with the packed packages alone', () => {
  it('runs the sample of the README', () => {
    const [, sample] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))!;
    writeFileSync(join(folder, 'sample.ts'), sample!);
    const printed = execFileSync(process.execPath, ['--no-warnings', 'sample.ts'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const promised = [...sample!.matchAll(/\/\/ (.*)$/gm)].map(([, comment]) => comment);
    expect(printed.trim().split('\n')).toEqual(promised);
  });

  it('has it checked by the strictest TypeScript', () => {
    const options = {
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023', 'dom'],
      types: [],
      noEmit: true,
    };
    const source = `
      import { crossValidate, fit, GdError, type Model, moments, solveSync, train, Trainer } from '@gd-trainer/sdk';
      import { parseCsv } from '@gd-trainer/sdk/csv';
      import { toOnnx, toSql } from '@gd-trainer/sdk/export';
      import { narrate } from '@gd-trainer/sdk/narrate';
      import { core } from '@gd-trainer/core';
      const { columns } = parseCsv('a,y\\n1,2\\n3,4\\n');
      const model: Model = await fit(columns, { target: 'y', validation: 0.5, onEpoch: ({ loss }) => loss.toFixed() });
      for await (const epoch of train([{ a: 1, y: null }], { target: 'y' })) epoch.weights[0]?.toFixed();
      const trainer = new Trainer({ x: [[1, 2]], y: Float32Array.of(1) });
      narrate(trainer.facts[0], 'zh-CN').length;
      const words: string[] = [toSql(model, 'trino'), core().backend, (await moments(columns)).target];
      const numbers: number[] = [solveSync(columns).digits, toOnnx(model).length, words.length];
      (await crossValidate(columns, { folds: 2 })).folds[0]?.r2.toFixed();
      if (new GdError('DATA', '').code === 'DATA') numbers.length;
      // @ts-expect-error: there is no such option
      await fit(columns, { lr: 1 });
      // @ts-expect-error: results are read, not written
      model.bias = 1;
    `;
    writeFileSync(join(folder, 'check.ts'), source);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['check.ts'] }),
    );
    const tsc = join(ROOT, 'packages/sdk/node_modules/.bin/tsc');
    expect(() => execFileSync(tsc, ['-p', folder], { encoding: 'utf8', stdio: 'pipe' })).not.toThrow();
  });
});
