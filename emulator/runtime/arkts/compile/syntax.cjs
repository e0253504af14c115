/**
 * How a source text is parsed: which grammar its kind has, and which names ArkUI adds to it.
 *
 * ArkUI's component names change the grammar inside `build()` and `@Builder` bodies (`Column() { … }`). ets-loader
 * knows every custom component from its whole-project run; a single file does not, so a text that fails to parse is
 * tried again with the names it seems to use as components.
 */
'use strict';

/** @typedef {'ets' | 'ts' | 'js' | 'declaration'} SourceKind */

const arkui = require('./arkui.json');

/**
 * The options the parser reads from `compilerOptions.ets` (developtools_ace_ets2bundle compiler/tsconfig.json).
 * @param {string[]} components
 */
function etsOptions(components) {
  return {
    render: arkui.render,
    components,
    libs: [],
    propertyDecorators: arkui.propertyDecorators,
    extend: {
      decorator: arkui.extendDecorators,
      components: [...new Set([...arkui.extendable, ...components])].map((name) => ({
        name, type: `${name}Attribute`, instance: `${name}Instance`,
      })),
    },
    styles: {
      decorator: arkui.stylesDecorator,
      component: { name: 'Common', type: 'T', instance: 'CommonInstance' },
      property: arkui.stylesProperty,
    },
    concurrent: { decorator: arkui.concurrentDecorator },
    customComponent: 'CustomComponent',
    syntaxComponents: arkui.syntaxComponents,
  };
}

/**
 * Compiler options as ets-loader sets them: ES2021, so class fields are assignments in the constructor and static
 * fields follow the class (ets_checker.ts: getTargetESVersion, tsconfig.json). Plain JavaScript goes to es2abc as it
 * is, with the language's own field semantics.
 * @param {any} ts
 * @param {SourceKind} kind
 * @param {string[]} components
 */
function compilerOptions(ts, kind, components) {
  const script = kind === 'js';
  return {
    target: script ? ts.ScriptTarget.ES2022 : ts.ScriptTarget.ES2021,
    useDefineForClassFields: script,
    module: ts.ModuleKind.CommonJS,
    moduleDetection: script ? ts.ModuleDetectionKind.Legacy : ts.ModuleDetectionKind.Force,
    importsNotUsedAsValues: ts.ImportsNotUsedAsValues.Remove,
    experimentalDecorators: true,
    isolatedModules: true,
    sourceMap: true,
    noLib: true,
    noResolve: true,
    allowJs: true,
    suppressOutputPathCheck: true,
    allowNonTsExtensions: true,
    removeComments: false,
    newLine: ts.NewLineKind.LineFeed,
    noTransformedKitInParser: true,
    ets: etsOptions(components),
  };
}

/**
 * Names used as `Name(…) {`: what can only be a component, known to us or not.
 * @param {string} text
 */
function namesWithBlocks(text) {
  /** @type {Set<string>} */ const names = new Set();
  for (const match of text.matchAll(/\b([A-Z]\w*)\s*\(/g)) {
    let depth = 0;
    let end = match.index + match[0].length - 1;
    for (; end < text.length; end += 1) {
      if (text[end] === '(') depth += 1;
      else if (text[end] === ')') depth -= 1;
      if (depth === 0) break;
    }
    if (/^\s*\{/.test(text.slice(end + 1, end + 200))) names.add(match[1]);
  }
  return names;
}

/**
 * @param {any} ts
 * @param {SourceKind} kind
 * @param {string} text
 * @returns {{file: any, options: any}} the parse with the fewest complaints
 */
function parse(ts, kind, text) {
  const fileName = `module.${kind}`;
  /** @param {string[]} components */
  const attempt = (components) => {
    const options = compilerOptions(ts, kind, components);
    const file = ts.createSourceFile(
      fileName, text,
      { languageVersion: options.target, setExternalModuleIndicator: ts.getSetExternalModuleIndicator(options) },
      true, kind === 'ets' ? ts.ScriptKind.ETS : undefined, options,
    );
    return { file, options };
  };
  let best = attempt(arkui.components);
  if (kind !== 'ets' || best.file.parseDiagnostics.length === 0) return best;
  const structs = Array.from(text.matchAll(/\bstruct\s+(\w+)/g), (match) => match[1]);
  const likely = namesWithBlocks(text);
  const candidates = [
    [...new Set([...arkui.components, ...likely])],
    [...new Set([...arkui.components, ...likely, ...structs])],
    [...likely],
  ];
  for (const components of candidates) {
    const next = attempt(components);
    if (next.file.parseDiagnostics.length < best.file.parseDiagnostics.length) best = next;
    if (best.file.parseDiagnostics.length === 0) break;
  }
  return best;
}

module.exports = { parse, arkui };
