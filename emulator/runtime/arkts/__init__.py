"""The ArkTS host: compiles with OpenHarmony's TypeScript, runs in Node.js."""
