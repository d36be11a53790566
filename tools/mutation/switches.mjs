// The lines in front of every changed source: they say which change is in force, and tell the changes that a process came by.

/** The folder of a checkout in which processes tell what they came by, each with the test that `test` names there. */
export const REACHED = 'tools/mutation/build/reached';

/** Lines that put no change in force yet. `folder` is where a process tells, as it ends, what it came by, if that exists. */
// a pattern, since a minifier would work out what is done with a string
export const prelude = (
  folder,
) => `(globalThis.__stryker__ ??= {}).activeMutant = /@@none@@/.source.slice(2, -2);
globalThis.__stryker__.tell ??= (${begin})(${JSON.stringify(folder)});
`;

/** Built code with this change in force; the code as it is where it has no switches. */
export const inForce = (code, id) => code.replace(/\/@@\w+@@\//g, `/@@${id}@@/`);

// Goes into the sources as text, so it has all it needs within. In a page there is nothing to write with.
function begin(folder) {
  const fs = globalThis.process?.getBuiltinModule?.('node:fs');
  if (!fs?.existsSync(folder)) return () => {};
  const tell = () => {
    const mutants = Object.keys(globalThis.__stryker__.mutantCoverage?.static ?? {});
    if (mutants.length === 0) return;
    const test = fs.readFileSync(`${folder}/test`, 'utf8');
    fs.writeFileSync(
      `${folder}/${process.hrtime.bigint()}-${process.pid}.json`,
      JSON.stringify({ test, mutants }),
    );
  };
  process.on('exit', tell);
  return tell;
}
