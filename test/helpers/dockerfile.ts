/** One instruction of a Dockerfile, its continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** What stands from one FROM to the next. */
export interface Stage {
  readonly base: string;
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile. Reads what ours is written in: no heredocs, no parser directives, no ARG. */
export function readDockerfile(text: string): Stage[] {
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: { base: string; name: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (name !== 'FROM') {
      stages.at(-1)?.instructions.push({ name, rest });
      continue;
    }
    const [, base = '', alias = String(stages.length)] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
    stages.push({ base, name: alias, instructions: [] });
  }
  return stages;
}

/** The `NAME=value` pairs of an ENV instruction. */
export function readEnvironment(rest: string): Record<string, string> {
  return Object.fromEntries(rest.split(/\s+/).map((pair) => pair.split(/=(.*)/s, 2)));
}

/** The command of a CMD in its exec form, after the options of a HEALTHCHECK. */
export function readExecForm(rest: string): string[] {
  return JSON.parse(rest.slice(rest.indexOf('[')));
}

/** Whether a .dockerignore keeps a path out of the build: the last line that matches it, or a folder over it, decides. */
export function readDockerignore(text: string): (path: string) => boolean {
  const rules = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return (path) => {
    const parts = path.split('/');
    const over = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    let ignored = false;
    for (const rule of rules) {
      const pattern = rule.replace(/^!/, '');
      const matches = pattern === '*' || over.includes(pattern);
      if (matches) ignored = !rule.startsWith('!');
    }
    return ignored;
  };
}
