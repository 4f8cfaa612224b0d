import gwanje

gwanje.skip("there is nothing to do")
