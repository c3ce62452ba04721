import Database from 'better-sqlite3';

/** Loaded before the service, makes its commits return before they are on the disk. */
const { pragma } = Database.prototype;
Database.prototype.pragma = function weakened(source, options) {
  return pragma.call(this, source.replace('synchronous = FULL', 'synchronous = NORMAL'), options);
};
