import { constants, enableCompileCache, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @import { ResolveFnOutput, ResolveHookSync } from 'node:module' */

const besidePackages = fileURLToPath(new URL('../../node_modules/.cache/zhuchao-compiled', import.meta.url));
const data = process.env['ZHUCHAO_DATA'];
/** The data place serves where the program itself may not be written, as under systemd. */
const usualPlaces = data ? [besidePackages, join(data, 'compiled')] : [besidePackages];

/**
 * Most of a start is loading modules. What was compiled is kept for the next start, in the first of the places that can be written, and
 * what Node would look up again for every file that names a module is looked up once. Takes effect for what is imported afterwards.
 */
export function quickenImports(places = usualPlaces) {
  places.find((place) => enableCompileCache(place).status !== constants.compileCacheStatus.FAILED);
  registerHooks({ resolve: onceEach() });
}

/**
 * A package is looked up once for all files of ours that name it: every look-up reads the whole list of what the package exports. For a
 * file beside its importer the same list is read to learn what kind of file it is, which is the same for all of a folder.
 * @returns {ResolveHookSync}
 */
function onceEach() {
  /** @type {Map<string, ResolveFnOutput>} */
  const packages = new Map();
  /** @type {Map<string, string>} */
  const formats = new Map();
  return (specifier, context, next) => {
    const { parentURL, conditions } = context;
    if (parentURL === undefined || !conditions.includes('import') || /^(node|file|data):/.test(specifier)) return next(specifier, context);
    if (!specifier.startsWith('.')) {
      if (parentURL.includes('/node_modules/')) return next(specifier, context);
      const found = packages.get(specifier) ?? { ...next(specifier, context), shortCircuit: true };
      packages.set(specifier, found);
      return found;
    }
    const url = new URL(specifier, parentURL).href;
    const kind = /^(.*\/)[^/]*(\.(?:js|ts))$/.exec(url);
    if (!kind) return next(specifier, context);
    const key = `${kind[1]}*${kind[2]}`;
    const format = formats.get(key);
    if (format) return { url, format, shortCircuit: true };
    const found = next(specifier, context);
    if (found.url === url && found.format) formats.set(key, found.format);
    return found;
  };
}
