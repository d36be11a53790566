// Runs the rows of one module in this process and writes each as a line of JSON: run.mjs starts one process a module, so
// that no row finds the memory, the caches or the compiled code of another.
const [name, ...chosen] = process.argv.slice(2);
const { run } = await import(`./rows/${name}.mjs`);
for await (const row of run((id) => chosen.length === 0 || chosen.includes(id))) {
  process.stdout.write(`${JSON.stringify(row)}\n`);
}
