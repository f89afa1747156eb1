/* oxlint-disable unicorn/consistent-function-scoping -- as in the original */
// 56 copies of reads.ts, made by scripts/copy-hot.ts: do not edit.
import type { Getter } from '../closures.ts';
import { isPlain } from '../json.ts';

type Members = Readonly<Record<string, unknown>>;

export const reads = [
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
  () => {
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
  },
] as const;
