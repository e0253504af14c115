/**
 * Which classes a source file has, and where each of them and their methods stand.
 */
'use strict';

/**
 * @typedef {object} Declaration
 * @property {string} owner name of the class, '' for one without
 * @property {string} method '' for the class itself
 * @property {number} line from 1
 * @property {number} column from 1
 */

/**
 * A property that holds a function counts as a method: `onBackup = async () => {}`.
 * @param {any} ts
 * @param {any} file as parsed
 * @returns {Declaration[]} in the order of the file
 */
function declarations(ts, file) {
  /** @type {Declaration[]} */ const found = [];
  /** @param {string} owner @param {string} method @param {any} node */
  const note = (owner, method, node) => {
    const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
    found.push({ owner, method, line: line + 1, column: character + 1 });
  };
  /** @param {any} node */
  const isMethod = (node) => (ts.isMethodDeclaration(node) && node.body)
    || (ts.isPropertyDeclaration(node) && node.initializer
      && (ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer)));
  /** @param {any} node */
  const visit = (node) => {
    if (ts.isClassLike(node)) {
      const owner = node.name ? ts.idText(node.name) : '';
      note(owner, '', node.name ?? node);
      for (const member of node.members) {
        if (isMethod(member) && (ts.isIdentifier(member.name) || ts.isStringLiteralLike(member.name))) {
          note(owner, member.name.text ?? ts.idText(member.name), member.name);
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

module.exports = { declarations };
