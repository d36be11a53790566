/**
 * Code for another process: the most kibibytes that it has held. Not `maxRSS`, which begins with what the process held that
 * started it; where there is no /proc, it has to do.
 */
export const PEAK_KIBIBYTES = `(() => {
  try {
    const status = process.getBuiltinModule('node:fs').readFileSync('/proc/self/status', 'utf8');
    return Number(/VmHWM:\\s+(\\d+)/.exec(status)[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
})()`;
