import type { CommandGroup, CommandSpec } from './command.ts'

/** Shells that a completion script can be made for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const

/** One of {@link SHELLS}. */
export type Shell = (typeof SHELLS)[number]

/** Options that every command takes. */
const GLOBAL_OPTIONS = ['--data', '--json', '--verbose', '--help']

/** Words that may follow a command: its path such as `order place`, then its subcommands or options. */
type Words = readonly (readonly [path: string, words: readonly string[]])[]

/** The script that completes `bourse` in a shell. */
export function completionScript(shell: Shell, commands: readonly (CommandSpec | CommandGroup)[]): string {
  const words = completionWords(commands)
  if (shell === 'bash') return bashScript(words)
  return shell === 'zsh' ? zshScript(words) : fishScript(words)
}

function completionWords(commands: readonly (CommandSpec | CommandGroup)[]): Words {
  const names = [...commands.map((command) => command.name), 'completion']
  const inner = commands.flatMap((command): Words => {
    if (command.commands === undefined) return [[command.name, optionWords(command)]]
    const group: readonly [string, readonly string[]] = [
      command.name,
      command.commands.map((member) => member.name)
    ]
    return [
      group,
      ...command.commands.map((member) => [`${command.name} ${member.name}`, optionWords(member)] as const)
    ]
  })
  return [['', [...names, '--version', ...GLOBAL_OPTIONS]], ...inner, ['completion', SHELLS]]
}

function optionWords(command: CommandSpec): readonly string[] {
  const own = (command.options ?? []).map((option) => option.flags.split(' ')[0] ?? '')
  const choices = (command.arguments ?? []).flatMap((argument) => argument.choices ?? [])
  return [...choices, ...own, ...GLOBAL_OPTIONS]
}

function bashScript(words: Words): string {
  const cases = words.map(([path, next]) => `    '${path}') next='${next.join(' ')}' ;;`)
  return `# bash completion of bourse: eval "$(bourse completion bash)"
_bourse() {
  local path='' next='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) [ "$(wc -w <<< "$path")" -lt 2 ] && path="\${path:+$path }$word" ;; esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$next" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _bourse bourse
`
}

function zshScript(words: Words): string {
  const cases = words.map(([path, next]) => `    '${path}') next=(${next.join(' ')}) ;;`)
  return `#compdef bourse
# zsh completion of bourse: source <(bourse completion zsh)
_bourse() {
  local -a next plain
  plain=(\${\${words[2,CURRENT-1]}:#-*})
  case "\${(j: :)plain[1,2]}" in
${cases.join('\n')}
  esac
  compadd -a next
}
compdef _bourse bourse
`
}

function fishScript(words: Words): string {
  const lines = words.map(([path, next]) => {
    const seen = path === '' ? '__fish_use_subcommand' : seenCondition(path)
    return `complete -c bourse -n '${seen}' -a '${next.join(' ')}'`
  })
  return `# fish completion of bourse: bourse completion fish | source
complete -c bourse -f
${lines.join('\n')}
`
}

function seenCondition(path: string): string {
  return path
    .split(' ')
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ')
}
