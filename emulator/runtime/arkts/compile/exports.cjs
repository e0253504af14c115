/**
 * How a module's exports become live getters that exist before anything else runs.
 *
 * ECMAScript links names before it evaluates modules, and cyclic imports in apps rely on it. So every export is a
 * getter defined first, imports and re-exports follow in source order, then the rest. A name read too early raises
 * the same ReferenceError as on a device. TypeScript's own CommonJS output would yield `undefined` there.
 */
'use strict';

/**
 * `export *` as linking does it: names that the other module only gains later (it may itself be half way through its
 * own `export *`, in a cycle of barrels) are passed on as they appear. A module that the guest only stands in for
 * has no names to copy; it stays reachable behind the exports, so that what it lacks is still told as such.
 */
const STAR = 'const __own = (object, name) => Object.prototype.hasOwnProperty.call(object, name); '
  + 'Object.defineProperty(exports, "__stars", { value: [] }); '
  + 'const __pass = (from, name) => { if (name === "default" || __own(exports, name)) return; '
  + 'Object.defineProperty(exports, name, { enumerable: true, get: () => from[name] }); '
  + 'for (const tell of exports.__stars) tell(name); }; '
  + 'const __star = (from) => { for (const name in from) __pass(from, name); '
  + 'if (__own(from, "__stars")) from.__stars.push((name) => __pass(from, name)); '
  + 'const absent = !__own(from, "__esModule") ? from : __own(from, "__absent") ? from.__absent : undefined; '
  + 'if (absent !== undefined) { Object.setPrototypeOf(exports, absent); '
  + 'Object.defineProperty(exports, "__absent", { value: absent, configurable: true }); } }';

/**
 * Gathers the names a binding introduces (`const { a, b: [c] } = …`).
 * @param {any} ts
 * @param {any} name
 * @returns {any[]}
 */
function boundIdentifiers(ts, name) {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((/** @type {any} */ element) =>
    (ts.isOmittedExpression(element) ? [] : boundIdentifiers(ts, element.name)));
}

/**
 * What the guest must know of a module's functions before the module runs: the concurrent ones by name, because another
 * thread finds its own function there, and which ones are Sendable. Declarations are hoisted, so these may stand first.
 * @param {any} ts
 * @param {any} file
 * @returns {string[]} statements
 */
function functionMarks(ts, file) {
  /** @type {string[]} */ const concurrent = [];
  /** @type {string[]} */ const sendable = [];
  for (const node of file.statements) {
    if (!ts.isFunctionDeclaration(node) || !node.body || !node.name) continue;
    for (const statement of node.body.statements) {
      if (!ts.isPrologueDirective(statement)) break;
      const name = ts.idText(node.name);
      if (statement.expression.text === 'use concurrent') concurrent.push(name);
      if (statement.expression.text === 'use sendable') sendable.push(name);
    }
  }
  const marks = sendable.map((name) => `${name}[Symbol.for("ohos.sendable")] = true`);
  if (concurrent.length > 0) {
    const listing = concurrent.map((name) => `${name}: ${name}`).join(', ');
    marks.unshift(`Object.defineProperty(exports, "__concurrent", { value: { __proto__: null, ${listing} } })`);
  }
  return marks;
}

/**
 * @param {any} ts
 * @param {any} context the transformation context
 * @param {any} file the source file, with ArkUI already taken out of it
 */
function linkExports(ts, context, file) {
  const { factory } = context;
  const resolver = context.getEmitResolver();
  /** @type {any[]} */ const prologue = [];
  /** @type {Map<string, any>} */ const getters = new Map();
  /** @type {any[]} */ const imports = [];
  /** @type {any[]} */ const body = [];
  let hasStar = false;
  const { SyntaxKind } = ts;

  /** @param {any} node @param {any} kind */
  const has = (node, kind) => (node.modifiers ?? []).some((/** @type {any} */ m) => m.kind === kind);
  /** @param {any} node */
  const withoutExport = (node) => (node.modifiers ?? []).filter((/** @type {any} */ m) =>
    m.kind !== SyntaxKind.ExportKeyword && m.kind !== SyntaxKind.DefaultKeyword);
  /** @param {string} name @param {any} expression */
  const expose = (name, expression) => {
    const getter = factory.createArrowFunction(undefined, undefined, [], undefined, undefined, expression);
    getters.set(name, factory.createExpressionStatement(factory.createCallExpression(
      factory.createPropertyAccessExpression(factory.createIdentifier('Object'), 'defineProperty'), undefined, [
        factory.createIdentifier('exports'),
        factory.createStringLiteral(name),
        factory.createObjectLiteralExpression([
          factory.createPropertyAssignment('enumerable', factory.createTrue()),
          factory.createPropertyAssignment('get', getter),
        ]),
      ])));
  };
  /** A local name, spelt so that no transformation takes it for the user's own reference. @param {any} identifier */
  const local = (identifier) => factory.createIdentifier(ts.idText(identifier));
  /** @param {any} name @param {any} value @param {any} original */
  const constant = (name, value, original) => ts.setTextRange(ts.setOriginalNode(factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(
      [factory.createVariableDeclaration(name, undefined, undefined, value)], ts.NodeFlags.Const),
  ), original), original);

  /** @param {any} node `export { a as b } from './m'` or `export * as ns from './m'` */
  const reexport = (node) => {
    const names = ts.isNamespaceExport(node.exportClause) ? null
      : node.exportClause.elements.filter((/** @type {any} */ element) => !element.isTypeOnly);
    if (names !== null && names.length === 0 && node.exportClause.elements.length > 0) return;
    const target = factory.getGeneratedNameForNode(node);
    imports.push(constant(
      target, factory.createCallExpression(factory.createIdentifier('require'), undefined, [node.moduleSpecifier]), node));
    if (names === null) expose(ts.idText(node.exportClause.name), target);
    for (const element of names ?? []) {
      const source = ts.idText(element.propertyName ?? element.name);
      expose(ts.idText(element.name), factory.createPropertyAccessExpression(target, source));
    }
  };

  /** @param {any} node `export * from './m'` */
  const star = (node) => {
    hasStar = true;
    const load = factory.createCallExpression(factory.createIdentifier('require'), undefined, [node.moduleSpecifier]);
    imports.push(factory.createExpressionStatement(
      factory.createCallExpression(factory.createIdentifier('__star'), undefined, [load])));
  };

  /** @param {any} node `export { a, b as c }` */
  const exportNames = (node) => {
    for (const element of node.exportClause?.elements ?? []) {
      const source = element.propertyName ?? element.name;
      if (element.isTypeOnly || !resolver.isValueAliasDeclaration(element)) continue;
      expose(ts.idText(element.name), resolver.getReferencedImportDeclaration(source) ? source : local(source));
    }
  };

  /** @param {any} node a function or class with `export` */
  const exportDeclaration = (node) => {
    const isDefault = has(node, SyntaxKind.DefaultKeyword);
    const name = node.name ?? factory.getGeneratedNameForNode(node);
    const exposed = node.name ? local(node.name) : name;
    if (ts.isFunctionDeclaration(node)) {
      if (node.body) expose(isDefault ? 'default' : ts.idText(node.name), exposed);
      body.push(ts.setTextRange(ts.setOriginalNode(factory.createFunctionDeclaration(
        withoutExport(node), node.asteriskToken, name, node.typeParameters, node.parameters, node.type, node.body,
      ), node), node));
      return;
    }
    expose(isDefault ? 'default' : ts.idText(node.name), exposed);
    body.push(factory.updateClassDeclaration(
      node, withoutExport(node), name, node.typeParameters, node.heritageClauses, node.members));
  };

  /** @param {any} node */
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) {
      imports.push(node);
    } else if (ts.isImportEqualsDeclaration(node)) {
      (ts.isExternalModuleReference(node.moduleReference) ? imports : body).push(node);
    } else if (ts.isExportDeclaration(node)) {
      if (node.isTypeOnly) return;
      if (!node.moduleSpecifier) exportNames(node);
      else if (node.exportClause) reexport(node);
      else star(node);
    } else if (ts.isExportAssignment(node)) {
      if (ts.isIdentifier(node.expression) && !resolver.isValueAliasDeclaration(node)) return;
      const name = factory.getGeneratedNameForNode(node);
      expose('default', name);
      body.push(constant(name, node.expression, node));
    } else if (!has(node, SyntaxKind.ExportKeyword) || has(node, SyntaxKind.DeclareKeyword)) {
      body.push(node);
    } else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) {
      exportDeclaration(node);
    } else if (ts.isVariableStatement(node)) {
      for (const declaration of node.declarationList.declarations) {
        for (const identifier of boundIdentifiers(ts, declaration.name)) expose(ts.idText(identifier), local(identifier));
      }
      body.push(factory.updateVariableStatement(node, withoutExport(node), node.declarationList));
    } else if (ts.isEnumDeclaration(node)) {
      expose(ts.idText(node.name), local(node.name));
      body.push(factory.updateEnumDeclaration(node, withoutExport(node), node.name, node.members));
    } else if (ts.isModuleDeclaration(node)) {
      if (ts.isInstantiatedModule(node, true)) expose(ts.idText(node.name), local(node.name));
      body.push(factory.updateModuleDeclaration(node, withoutExport(node), node.name, node.body));
    } else {
      body.push(node);
    }
  };

  const marks = functionMarks(ts, file).map((text) => factory.createExpressionStatement(factory.createIdentifier(text)));
  for (const statement of file.statements) {
    if (body.length === 0 && imports.length === 0 && ts.isPrologueDirective(statement)) prologue.push(statement);
    else visit(statement);
  }
  // An identifier prints as it is spelt, so this puts ready-made text into the tree.
  const helpers = hasStar ? [factory.createExpressionStatement(factory.createIdentifier(STAR))] : [];
  return factory.updateSourceFile(file, ts.setTextRange(
    factory.createNodeArray([...prologue, ...getters.values(), ...marks, ...helpers, ...imports, ...body]), file.statements));
}

/**
 * Exported variables are locals behind a getter, so references to them must not be rewritten to `exports.x`.
 * @param {any} resolver the emit resolver of this one program
 */
function keepExportsLocal(resolver) {
  const original = resolver.getReferencedExportContainer;
  resolver.getReferencedExportContainer = (/** @type {any[]} */ ...args) => {
    const container = original.apply(resolver, args);
    return container?.statements && container.fileName ? undefined : container;
  };
}

module.exports = { linkExports, keepExportsLocal };
