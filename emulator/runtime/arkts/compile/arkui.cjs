/**
 * How ArkUI is taken out of a module: decorators of the platform are erased, and UI code that nothing in a backup
 * extension can run becomes a call of something that the guest does not have, named for people.
 */
'use strict';

const { arkui } = require('./syntax.cjs');

const PLATFORM_DECORATORS = new Set(arkui.decorators);
/** The program builder turns these specifiers into `native:<what>`. */
const NOT_EMULATED = 'not-emulated:';
const SENDABLE = 'Sendable';
const UI_FUNCTION_DECORATORS = new Set([...arkui.render.decorator, ...arkui.extendDecorators, arkui.stylesDecorator]);

/**
 * Names that the file itself declares or imports from its own project: decorators among them are the user's.
 * @param {any} ts
 * @param {any} file
 */
function ownNames(ts, file) {
  /** @type {Set<string>} */ const names = new Set();
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      if (/^@(ohos[.:]|kit\.|system\.)/.test(statement.moduleSpecifier.text)) continue;
      const clause = statement.importClause;
      if (clause?.name) names.add(ts.idText(clause.name));
      const bindings = clause?.namedBindings;
      if (bindings && ts.isNamedImports(bindings)) {
        for (const element of bindings.elements) names.add(ts.idText(element.name));
      }
    } else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        if (ts.isIdentifier(declaration.name)) names.add(ts.idText(declaration.name));
      }
    } else if (statement.name && ts.isIdentifier(statement.name)) {
      names.add(ts.idText(statement.name));
    }
  }
  return names;
}

/**
 * @param {any} ts
 * @param {any} context
 * @param {any} file
 */
function removeArkUI(ts, context, file) {
  const { factory } = context;
  const own = ownNames(ts, file);

  /** @param {any} decorator */
  const decoratorName = (decorator) => {
    const callee = ts.isCallExpression(decorator.expression) ? decorator.expression.expression : decorator.expression;
    return ts.isIdentifier(callee) ? ts.idText(callee) : '';
  };
  /** @param {any} decorator */
  const isPlatform = (decorator) => PLATFORM_DECORATORS.has(decoratorName(decorator)) && !own.has(decoratorName(decorator));
  /** @param {any} node @param {(name: string) => boolean} test */
  const isDecorated = (node, test) => [...(node.modifiers ?? []), ...(node.illegalDecorators ?? [])].some(
    (modifier) => ts.isDecorator(modifier) && isPlatform(modifier) && test(decoratorName(modifier)));
  /** @param {string} what */
  const refusal = (what) => factory.createCallExpression(
    factory.createCallExpression(
      factory.createIdentifier('require'), undefined, [factory.createStringLiteral(`${NOT_EMULATED}${what}`)]),
    undefined, []);
  /** @param {string} what */
  const refusingBlock = (what) => factory.createBlock([factory.createExpressionStatement(refusal(what))], false);
  /** @param {any} node */
  const plainModifiers = (node) => (node.modifiers ?? []).filter((/** @type {any} */ modifier) => !ts.isDecorator(modifier));

  /** The guest's threads share objects of a class that has this. */
  const sendableMark = () => factory.createPropertyDeclaration(
    [factory.createModifier(ts.SyntaxKind.StaticKeyword)],
    factory.createComputedPropertyName(factory.createCallExpression(
      factory.createPropertyAccessExpression(factory.createIdentifier('Symbol'), 'for'), undefined,
      [factory.createStringLiteral('ohos.sendable')])),
    undefined, undefined, factory.createTrue());

  /** @param {any} node a component: its static side stays, constructing it is refused */
  const structAsClass = (node) => {
    const name = node.name ? ts.idText(node.name) : 'anonymous';
    const constructor = factory.createConstructorDeclaration(undefined, [], refusingBlock(`UI component ${name}`));
    const statics = node.members.filter((/** @type {any} */ member) =>
      plainModifiers(member).some((/** @type {any} */ modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword));
    return ts.setTextRange(ts.setOriginalNode(factory.createClassDeclaration(
      plainModifiers(node), node.name, node.typeParameters, undefined,
      [constructor, ...statics.map((/** @type {any} */ member) => ts.visitNode(member, visit))],
    ), node), node);
  };

  /** @param {any} node @param {any} body */
  const functionWith = (node, body) => ts.setTextRange(ts.setOriginalNode(factory.createFunctionDeclaration(
    plainModifiers(node), node.asteriskToken, node.name, node.typeParameters, node.parameters, undefined, body,
  ), node), node);

  /** @param {any} node @returns {any} */
  const visit = (node) => {
    if (ts.isStructDeclaration(node)) return structAsClass(node);
    if (ts.isDecorator(node) && isPlatform(node)) return undefined;
    if (ts.isEtsComponentExpression(node)) return refusal(`UI component ${node.expression.getText(file)}`);
    if (ts.isFunctionDeclaration(node) && node.body) {
      if (isDecorated(node, (name) => UI_FUNCTION_DECORATORS.has(name))) {
        return ts.setTextRange(ts.setOriginalNode(factory.createFunctionDeclaration(
          plainModifiers(node), undefined, node.name, undefined, [], undefined,
          refusingBlock(`UI function ${node.name ? ts.idText(node.name) : ''}`),
        ), node), node);
      }
      const directive = isDecorated(node, (name) => name === arkui.concurrentDecorator) ? 'use concurrent'
        : isDecorated(node, (name) => name === SENDABLE) ? 'use sendable' : '';
      if (directive !== '') {
        const mark = factory.createExpressionStatement(factory.createStringLiteral(directive));
        const body = ts.visitEachChild(node.body, visit, context);
        return functionWith(node, factory.updateBlock(body, [mark, ...body.statements]));
      }
    }
    if (ts.isClassDeclaration(node) && isDecorated(node, (name) => name === SENDABLE)) {
      return ts.visitEachChild(factory.updateClassDeclaration(
        node, node.modifiers, node.name, node.typeParameters, node.heritageClauses, [...node.members, sendableMark()],
      ), visit, context);
    }
    if (ts.isMethodDeclaration(node) && isDecorated(node, (name) => UI_FUNCTION_DECORATORS.has(name))) {
      return factory.updateMethodDeclaration(
        node, plainModifiers(node), undefined, node.name, undefined, undefined, [], undefined,
        refusingBlock(`UI function ${node.name.getText(file)}`));
    }
    return ts.visitEachChild(node, visit, context);
  };

  return ts.visitEachChild(file, visit, context);
}

module.exports = { removeArkUI };
