/**
 * One source text to CommonJS: the compiled code, its source map, its imports and its complaints.
 *
 * See ../program.py for what the code may expect of `exports`, `require` and `module`.
 */
'use strict';

const vm = require('node:vm');
const { declarations } = require('./declarations.cjs');
const { parse } = require('./syntax.cjs');
const { removeArkUI } = require('./arkui.cjs');
const { linkExports, keepExportsLocal } = require('./exports.cjs');

/**
 * @typedef {object} Import
 * @property {string} specifier
 * @property {number} line from 1
 * @property {number} column from 1
 *
 * @typedef {object} Complaint
 * @property {string} message
 * @property {number} line from 1
 * @property {number} column from 1
 * @property {boolean} generated the place is in the compiled code, to be looked up in the source map
 *
 * @typedef {object} Translation
 * @property {string} code
 * @property {string} source_map
 * @property {Import[]} imports
 * @property {Complaint[]} complaints
 * @property {import('./declarations.cjs').Declaration[]} declarations
 */

/** @param {any} file @param {number} offset */
function place(file, offset) {
  const { line, character } = file.getLineAndCharacterOfPosition(offset);
  return { line: line + 1, column: character + 1 };
}

/**
 * ArkTS has no `await` outside of functions.
 * @param {any} ts
 * @param {any} file
 * @returns {Complaint[]}
 */
function topLevelAwaits(ts, file) {
  /** @type {Complaint[]} */ const found = [];
  /** @param {any} node */
  const visit = (node) => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isStructDeclaration(node)) return;
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) {
      found.push({ message: "'await' outside of a function is not allowed in ArkTS.", ...place(file, node.getStart(file)), generated: false });
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

/**
 * `import('./x')` reads the same module table as every other import; an expression is left for the guest to refuse.
 * @param {any} ts
 * @param {any} context
 * @param {any} file
 */
function replaceDynamicImports(ts, context, file) {
  const { factory } = context;
  /** @param {string} name @param {any[]} args */
  const promise = (name, args) => factory.createCallExpression(
    factory.createPropertyAccessExpression(factory.createIdentifier('Promise'), name), undefined, args);
  /** @param {any} node @returns {any} */
  const visit = (node) => {
    if (!ts.isImportCall(node)) return ts.visitEachChild(node, visit, context);
    const [argument] = node.arguments;
    const literal = argument && ts.isStringLiteralLike(argument);
    const specifier = literal ? argument : factory.createIdentifier('specifier');
    const load = factory.createArrowFunction(
      undefined, undefined, literal ? [] : [factory.createParameterDeclaration(undefined, undefined, 'specifier')],
      undefined, undefined, factory.createCallExpression(factory.createIdentifier('require'), undefined, [specifier]));
    const start = promise('resolve', literal || !argument ? [] : [ts.visitNode(argument, visit)]);
    return ts.setTextRange(
      factory.createCallExpression(factory.createPropertyAccessExpression(start, 'then'), undefined, [load]), node);
  };
  return ts.visitEachChild(file, visit, context);
}

/**
 * Notes every `require('…')` of the finished tree, and lets `import lazy` load on first use.
 * @param {any} ts
 * @param {any} context
 * @param {any} source the file as parsed
 * @param {any} file the file as transformed
 * @param {Import[]} imports filled here
 */
function finishRequires(ts, context, source, file, imports) {
  const { factory } = context;
  /** @param {any} node */
  const isRequire = (node) => ts.isCallExpression(node) && ts.isIdentifier(node.expression)
    && ts.idText(node.expression) === 'require' && node.arguments.length === 1 && ts.isStringLiteralLike(node.arguments[0]);
  /** @param {any} node @returns {any} */
  const visit = (node) => {
    if (!isRequire(node)) return ts.visitEachChild(node, visit, context);
    const written = ts.getOriginalNode(node.arguments[0]);
    imports.push({ specifier: node.arguments[0].text, ...place(source, Math.max(written.pos < 0 ? 0 : written.getStart(source), 0)) });
    const parent = written.parent;
    if (parent && ts.isImportDeclaration(parent) && parent.importClause?.isLazy) {
      return factory.createCallExpression(
        factory.createPropertyAccessExpression(factory.createIdentifier('require'), 'lazy'), undefined, node.arguments);
    }
    if (parent && ts.isExternalModuleReference(parent)) {
      return factory.createPropertyAccessExpression(node, 'default');
    }
    return node;
  };
  return ts.visitEachChild(file, visit, context);
}

/** How the files of workers are named: `entry/ets/workers/W.ets`, `@bundle:b/entry/ets/W`, `@har/ets/W`, `../workers/W.ets`. */
const WORKER_PATH = /^(?:@bundle:|[\w@./-]*\/)?ets\/[\w./-]+$|^(?:@bundle:)[\w@./-]+$|^\.{1,2}\/[\w./-]*\.e?ts$|^\/?(?:ets\/)?workers?\/[\w./-]+$/i;

/**
 * A worker's file is named by a text that only the running app passes on, so every text that may name one counts.
 * @param {any} ts
 * @param {any} file
 * @returns {Import[]} with `worker:` before the text
 */
function workerPaths(ts, file) {
  if (!/[Ww]orker/.test(file.text)) return [];
  /** @type {Import[]} */ const found = [];
  /** @param {any} node */
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) && WORKER_PATH.test(node.text)) {
      found.push({ specifier: `worker:${node.text}`, ...place(file, node.getStart(file)) });
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

/**
 * A CommonJS file inside a world of module namespaces: its own `module.exports` is the default export, its
 * properties are named exports, and other CommonJS files get the plain value.
 * @param {string} code
 */
function asNamespace(code) {
  return 'const __cjs = { exports: {} }; Object.defineProperty(exports, "__esModule", { value: true }); '
    + 'Object.defineProperty(exports, "__cjs", { value: __cjs }); '
    + 'Object.defineProperty(exports, "default", { enumerable: true, get: () => '
    + '__cjs.exports !== null && __cjs.exports !== undefined && __cjs.exports.__esModule ? __cjs.exports.default : __cjs.exports }); '
    + '(function (exports, require, module) { ' + code + '\n'
    + '}).call(__cjs.exports, __cjs.exports, (specifier) => { const found = require(specifier); '
    + 'return Object.prototype.hasOwnProperty.call(found, "__cjs") ? found.__cjs.exports : found; }, __cjs);\n'
    + 'for (const name of Object.keys(Object(__cjs.exports))) { if (name !== "default") '
    + 'Object.defineProperty(exports, name, { enumerable: true, get: () => __cjs.exports[name] }); }\n';
}

/**
 * Errors that only a JavaScript engine reports, such as a name declared twice.
 * @param {string} code
 * @returns {Complaint | undefined}
 */
function engineComplaint(code) {
  try {
    vm.compileFunction(code, ['exports', 'require', 'module'], { filename: 'module' });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SyntaxError') throw error;
    const [, line, caret] = /^module:(\d+)\n.*\n( *)\^/.exec(error.stack ?? '') ?? [];
    return { message: `${error.message}.`, line: Number(line ?? 1), column: (caret?.length ?? 0) + 1, generated: true };
  }
}

/**
 * @param {any} ts the ohos-typescript module
 * @param {import('./syntax.cjs').SourceKind} kind
 * @param {string} text
 * @returns {Translation}
 */
function translate(ts, kind, text) {
  const { file, options } = parse(ts, kind, text);
  /** @type {Complaint[]} */
  const complaints = file.parseDiagnostics.map((/** @type {any} */ diagnostic) => ({
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '), ...place(file, diagnostic.start), generated: false,
  }));
  complaints.push(...topLevelAwaits(ts, file));
  if (complaints.length > 0) return { code: '', source_map: '', imports: [], complaints, declarations: [] };
  const declared = declarations(ts, file);

  const commonjs = kind === 'js' && file.externalModuleIndicator === undefined;
  if (commonjs) options.module = ts.ModuleKind.ES2020;
  /** @type {Import[]} */ const imports = workerPaths(ts, file);
  let code = '';
  let sourceMap = '';
  const program = ts.createProgram([file.fileName], options, {
    getSourceFile: (/** @type {string} */ name) => (name === file.fileName ? file : undefined),
    writeFile: (/** @type {string} */ name, /** @type {string} */ output) => {
      if (name.endsWith('.map')) sourceMap = output;
      else code = output;
    },
    getDefaultLibFileName: () => 'lib.d.ts',
    useCaseSensitiveFileNames: () => true,
    getCanonicalFileName: (/** @type {string} */ name) => name,
    getCurrentDirectory: () => '',
    getNewLine: () => '\n',
    fileExists: (/** @type {string} */ name) => name === file.fileName,
    readFile: () => '',
    directoryExists: () => true,
    getDirectories: () => [],
  });
  program.emit(undefined, undefined, undefined, undefined, {
    before: [(/** @type {any} */ context) => (/** @type {any} */ source) => {
      if (!commonjs) keepExportsLocal(context.getEmitResolver());
      const plain = removeArkUI(ts, context, replaceDynamicImports(ts, context, source));
      return commonjs ? plain : linkExports(ts, context, plain);
    }],
    after: [(/** @type {any} */ context) => (/** @type {any} */ source) => finishRequires(ts, context, file, source, imports)],
  });
  code = code.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
  if (commonjs) code = asNamespace(code);
  let complaint = engineComplaint(code);
  if (complaint && /'module' has already been declared/.test(complaint.message)) {
    // The user's own top-level `module` may shadow the parameter of that name only from inside a block.
    code = code.replace(/^("use strict";)/, '$1 {') + '}\n';
    complaint = engineComplaint(code);
  }
  return { code, source_map: sourceMap, imports, complaints: complaint ? [complaint] : [], declarations: declared };
}

module.exports = { translate };
