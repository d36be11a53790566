import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { core, init } from '@gd-trainer/core';
import { describe, expect, it } from 'vitest';

const binary = readFileSync(new URL('../dist/core.wasm', import.meta.url));
const text = readFileSync(new URL('../dist/core.wat', import.meta.url), 'utf8');

/** The names of what one function calls, exported names resolved. */
function callsOf(name: string): string[] {
  const exported = [...text.matchAll(/\(export "(\w+)" \(func (\S+)\)\)/g)];
  const internal = exported.find(([, outer]) => outer === name)![2]!;
  const start = text.indexOf(`\n (func ${internal} `);
  const body = text.slice(start, text.indexOf('\n (func ', start + 1));
  return [...body.matchAll(/\(?call (\S+)/g)].map(
    ([, callee]) => exported.find(([, , inner]) => inner === callee)?.[1] ?? callee!,
  );
}

describe('the build', () => {
  it('is this one: change the record together with the kernels', () => {
    expect({
      bytes: binary.length,
      sha256: createHash('sha256').update(binary).digest('hex'),
    }).toEqual({
      bytes: 9748,
      sha256: '90bdb8a87d51fe3e24ddbbe6d62a593701fa3f5f6e5241bac452e116a18f0f6a',
    });
  });

  it('fits in 9.6 KB', () => {
    const advice =
      'raise this limit and the name of the test by what a new kernel weighs, if @gd-trainer/sdk/lean keeps its 16 KB';
    expect(binary.length, advice).toBeLessThan(9830);
  });

  it('imports its memory and nothing else, and carries no data', () => {
    const module = new WebAssembly.Module(binary);
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
    expect(text).not.toMatch(/^ \(data /m);
  });

  it('calls its kernels from the loops of many epochs, so that V8 can replace them while a run goes on', () => {
    expect(callsOf('optimize')).toEqual(expect.arrayContaining(['gradient', 'step']));
    expect(callsOf('stochastic')).toContain('$assembly/optimizer/update');
  });

  it('runs from a module that the host compiled', async () => {
    await init({ module: new WebAssembly.Module(binary) });
    const { backend, kernels, memory } = core();
    expect(backend).toBe('wasm');
    const start = memory.allocate(32);
    memory.f64(start, 4).set([1, 2, 3, 4]);
    kernels.accumulate(start, start + 16, 2);
    expect([...memory.f64(start, 2)]).toEqual([4, 6]);
    memory.release(start);
    await init();
    expect(core().kernels).toBe(kernels);
  });

  it('gives way to the reference where there is no WebAssembly', () => {
    const script = `import { core } from '@gd-trainer/core'; import '@gd-trainer/core/fallback'; process.stdout.write(core().backend)`;
    // without a compiler V8 has no WebAssembly either
    const flags = ['--jitless', '--input-type=module', '--eval', script];
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const { stdout, stderr } = spawnSync(process.execPath, flags, { cwd, encoding: 'utf8' });
    expect(stdout, stderr).toBe('typescript');
  });

  it('refuses a module that is another one', async () => {
    const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    await expect(init({ module: empty })).rejects.toThrow(/kernels/);
    expect(core().backend).toBe('wasm');
  });
});
