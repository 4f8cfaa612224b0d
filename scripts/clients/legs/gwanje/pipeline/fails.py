import gwanje

gwanje.fail("there will never be such a day", retry=False)
