'use strict';

// What Node.js itself costs: bare contexts that evaluate the same code, and a pipe echo. Orders are lines of JSON.

const fs = require('node:fs');
const vm = require('node:vm');

const input = Buffer.alloc(1 << 16);

function readLine() {
  let have = 0;
  do have += fs.readSync(0, input, have, input.length - have, null);
  while (have === 0 || input[have - 1] !== 10);
  return JSON.parse(input.toString('utf8', 0, have));
}

/** Echo frames of `size` bytes, `count` times. */
function echo(size, count) {
  const frame = Buffer.alloc(size);
  for (let round = 0; round < count; round++) {
    let have = 0;
    while (have < size) have += fs.readSync(0, frame, have, size - have, null);
    fs.writeSync(1, frame, 0, size);
  }
}

/** As a guest that calls: send first, then wait. */
function ping(size, count) {
  const frame = Buffer.alloc(size);
  for (let round = 0; round < count; round++) {
    fs.writeSync(1, frame, 0, size);
    let have = 0;
    while (have < size) have += fs.readSync(0, frame, have, size - have, null);
  }
}

function contexts(code, count) {
  const script = new vm.Script(`(function (exports) { "use strict";\n${code}\n})`);
  const times = [];
  for (let round = 0; round < count; round++) {
    const begin = process.hrtime.bigint();
    const exported = {};
    script.runInContext(vm.createContext({}))(exported);
    new exported.default();
    times.push(Number(process.hrtime.bigint() - begin));
  }
  fs.writeSync(1, `${JSON.stringify(times)}\n`);
}

for (;;) {
  const order = readLine();
  if (order.do === 'echo') echo(order.size, order.count);
  else if (order.do === 'ping') ping(order.size, order.count);
  else if (order.do === 'contexts') contexts(order.code, order.count);
  else break;
}
