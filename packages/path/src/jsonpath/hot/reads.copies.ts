/* oxlint-disable unicorn/consistent-function-scoping -- as in the original */
// 56 copies of reads.ts, made by scripts/copy-hot.ts: do not edit.
import type { Getter } from '../closures.ts';
import { isPlain } from '../json.ts';

type Members = Readonly<Record<string, unknown>>;

function createReads1() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads2() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads3() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads4() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads5() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads6() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads7() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads8() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads9() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads10() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads11() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads12() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads13() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads14() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads15() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads16() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads17() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads18() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads19() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads20() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads21() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads22() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads23() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads24() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads25() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads26() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads27() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads28() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads29() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads30() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads31() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads32() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads33() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads34() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads35() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads36() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads37() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads38() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads39() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads40() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads41() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads42() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads43() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads44() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads45() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads46() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads47() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads48() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads49() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads50() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads51() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads52() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads53() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads54() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads55() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

function createReads56() {
  function member(of: Getter, name: string): Getter {
    return (node, run) => {
      const object = of(node, run);
      if (object === undefined || object === null) return undefined;
      const value = (object as Members)[name];
      if (value === undefined) return undefined;
      return (object as Members)['__proto__'] === Object.prototype ||
        (isPlain(object) && Object.hasOwn(object, name))
        ? value
        : undefined;
    };
  }

  return { member };
}

export const reads = [
  createReads1,
  createReads2,
  createReads3,
  createReads4,
  createReads5,
  createReads6,
  createReads7,
  createReads8,
  createReads9,
  createReads10,
  createReads11,
  createReads12,
  createReads13,
  createReads14,
  createReads15,
  createReads16,
  createReads17,
  createReads18,
  createReads19,
  createReads20,
  createReads21,
  createReads22,
  createReads23,
  createReads24,
  createReads25,
  createReads26,
  createReads27,
  createReads28,
  createReads29,
  createReads30,
  createReads31,
  createReads32,
  createReads33,
  createReads34,
  createReads35,
  createReads36,
  createReads37,
  createReads38,
  createReads39,
  createReads40,
  createReads41,
  createReads42,
  createReads43,
  createReads44,
  createReads45,
  createReads46,
  createReads47,
  createReads48,
  createReads49,
  createReads50,
  createReads51,
  createReads52,
  createReads53,
  createReads54,
  createReads55,
  createReads56,
] as const;
