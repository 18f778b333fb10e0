import subprocess
import sys

MODULES = ("checking", "organisation", "profiles", "registers", "rejects", "writing")


def test_the_file_side_never_loads_django():
    code = f"import sys; import {', '.join(f'gongkai.ledgers.{name}' for name in MODULES)}; "
    code += "sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
