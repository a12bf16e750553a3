/** Where a program lies that runs beside the server: a source beside its caller; once built, all in the folder of the built server. */
export function programUrl(name: string, caller: string): URL {
  return new URL(`./${name}.${caller.endsWith('.ts') ? 'ts' : 'js'}`, caller)
}
