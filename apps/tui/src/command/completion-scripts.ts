// The scripts that shells load. They hand typed words on as arguments and take candidates as text: nothing that somebody
// typed, and no name of a file, is ever evaluated.

import { quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';

const BASH = `# completion of gd-trainer for bash
_gd_trainer() {
  local word candidate quoted cur=\${COMP_WORDS[COMP_CWORD]}
  local -a words=()
  # bash cuts --flag=value at the sign
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    [[ $word == = ]] || words+=("$word")
  done
  if [[ $cur == = ]]; then cur='' words+=(''); fi
  COMPREPLY=()
  while IFS= read -r candidate; do
    [[ $candidate == :* ]] && continue
    candidate=\${candidate%%$'\\t'*}
    printf -v quoted %q "$candidate"
    [[ $candidate == "$cur"* || $quoted == "$cur"* ]] && COMPREPLY+=("$quoted")
  done < <(gd-trainer complete -- "\${words[@]}" 2> /dev/null)
  return 0
}
complete -o default -F _gd_trainer gd-trainer
`;

const ZSH = `#compdef gd-trainer
# completion of gd-trainer for zsh
_gd_trainer() {
  local candidate
  local -a values shown
  while IFS= read -r candidate; do
    [[ $candidate == :* ]] && continue
    values+=("\${candidate%%$'\\t'*}")
    shown+=("\${candidate/$'\\t'/   }")
  done < <(gd-trainer complete -- "\${(@Q)words[2,CURRENT]}" 2> /dev/null)
  if (( $#values )); then compadd -l -d shown -a values; else _files; fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _gd_trainer "$@"; else compdef _gd_trainer gd-trainer; fi
`;

const FISH = `# completion of gd-trainer for fish
function __gd_trainer_complete
  set -l words (commandline -opc)
  set -l last (commandline -ct)
  gd-trainer complete -- $words[2..-1] "$last" 2> /dev/null | string match -rv '^:\\d+$'
end
complete -c gd-trainer -f -a '(__gd_trainer_complete)'
`;

const SCRIPTS: ReadonlyMap<string, string> = new Map([
  ['bash', BASH],
  ['zsh', ZSH],
  ['fish', FISH],
]);

/** The script of a shell. Throws for a shell there is none for. */
export function completionScript(shell: string): string {
  const script = SCRIPTS.get(shell);
  if (script !== undefined) return script;
  const shells = [...SCRIPTS.keys()].join(' or ');
  throw new Failure(EXIT.usage, `completion expected ${shells}, got ${quoted(shell)}`);
}
