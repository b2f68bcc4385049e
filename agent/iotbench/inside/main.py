"""Judges a batch of programs; every worker imports this file too, so nothing stands here but the start."""

if __name__ == "__main__":
    from judge import main  # type: ignore[import-not-found, unused-ignore]

    main()
