/* oxlint-disable unicorn/consistent-function-scoping -- as in the original */
// 28 copies of loops.ts, made by scripts/copy-hot.ts: do not edit.
import type { Getter, Predicate, Step } from '../closures.ts';
import { isPlain } from '../json.ts';

type Members = Readonly<Record<string, unknown>>;

function createLoops1() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops2() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops3() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops4() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops5() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops6() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops7() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops8() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops9() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops10() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops11() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops12() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops13() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops14() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops15() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops16() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops17() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops18() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops19() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops20() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops21() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops22() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops23() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops24() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops25() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops26() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops27() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

function createLoops28() {
  function each(test: Predicate, get: Getter, next: Step): Step {
    return (node, out, run) => {
      if (Array.isArray(node)) {
        const { length } = node;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child: unknown = node[index];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      } else if (typeof node === 'object' && node !== null && isPlain(node)) {
        const keys = Object.keys(node);
        const { length } = keys;
        run.visit(length);
        for (let index = 0; index < length; index++) {
          const child = (node as Members)[keys[index] as string];
          if (child === undefined || !test(child, run)) continue;
          const value = get(child, run);
          if (value !== undefined && next(value, out, run)) return true;
        }
      }
      return false;
    };
  }

  return { each };
}

export const loops = [
  createLoops1,
  createLoops2,
  createLoops3,
  createLoops4,
  createLoops5,
  createLoops6,
  createLoops7,
  createLoops8,
  createLoops9,
  createLoops10,
  createLoops11,
  createLoops12,
  createLoops13,
  createLoops14,
  createLoops15,
  createLoops16,
  createLoops17,
  createLoops18,
  createLoops19,
  createLoops20,
  createLoops21,
  createLoops22,
  createLoops23,
  createLoops24,
  createLoops25,
  createLoops26,
  createLoops27,
  createLoops28,
] as const;
